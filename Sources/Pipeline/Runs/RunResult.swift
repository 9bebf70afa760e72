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
    public let exitCode: ExitStatus
    /// What ended the run, in full; one line per problem.
    public let error: String?

    public init(
        record: RunRecord, evaluation: Evaluation?, counts: [(name: String, count: Int)], report: String?,
        bundle: String?, isPublished: Bool, exitCode: ExitStatus, error: String?
    ) {
        self.record = record
        self.evaluation = evaluation
        self.counts = counts
        self.report = report
        self.bundle = bundle
        self.isPublished = isPublished
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
}
