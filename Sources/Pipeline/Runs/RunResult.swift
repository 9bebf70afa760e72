import Modelling

/// How a run ended, for the summary and the exit code.
public struct RunResult: Sendable {
    public let record: RunRecord
    public let evaluation: Evaluation?
    public let counts: [(name: String, count: Int)]
    /// The report's file, when one was written.
    public let report: String?
    /// The bundle's directory, when one was exported.
    public let bundle: String?
    public let isPublished: Bool
    /// Whether it was to go through all stages of its pipeline; not so with `--until`.
    public let isWhole: Bool
    public let exitCode: ExitStatus
    /// What ended the run, in full; one line per problem.
    public let error: String?

    public init(
        record: RunRecord, evaluation: Evaluation?, counts: [(name: String, count: Int)], report: String?,
        bundle: String?, isPublished: Bool, isWhole: Bool, exitCode: ExitStatus, error: String?
    ) {
        self.record = record
        self.evaluation = evaluation
        self.counts = counts
        self.report = report
        self.bundle = bundle
        self.isPublished = isPublished
        self.isWhole = isWhole
        self.exitCode = exitCode
        self.error = error
    }

    /// The one object that `--output json` prints.
    public var json: JSON {
        let winner = evaluation?.candidates.first { $0.id == evaluation?.selected }
        return [
            "run": .string(record.id), "status": .string(record.status.rawValue),
            "selected": evaluation.map { .string($0.selected) } ?? .null,
            "metrics": winner.map { Evaluation.json($0.metrics) } ?? .null, "report": report.map(JSON.string) ?? .null,
            "bundle": bundle.map(JSON.string) ?? .null, "error": error.map(JSON.string) ?? .null,
        ]
    }

    /// An object with the same members, of a run that came to no result.
    ///
    /// - Parameter run: nil for one that did not start.
    public static func json(run: String?, status: String, error: String) -> JSON {
        [
            "run": run.map(JSON.string) ?? .null, "status": .string(status), "selected": nil, "metrics": nil,
            "report": nil, "bundle": nil, "error": .string(error),
        ]
    }
}
