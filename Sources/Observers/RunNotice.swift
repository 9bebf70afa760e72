import Foundation
import Pipeline

/// How a run ended, as commands and webhooks are told.
public struct RunNotice: Sendable {
    public let exitCode: ExitStatus
    /// `succeeded`, `refused`, `failed` or `interrupted` as the run's record has it, or `not_started`.
    public let status: String
    public let pipeline: String
    public let config: String
    /// Nil for a run that did not start.
    public let run: String?
    /// The report's file, when one was written.
    public let report: String?
    public let error: String?
    public let started: Date
    public let ended: Date
    /// The one object that `--output json` prints.
    public let result: JSON

    public init(_ run: EndedRun) {
        let record = run.result.record
        exitCode = run.result.exitCode
        status = record.status.rawValue
        pipeline = run.pipeline.pipeline.name
        config = run.pipeline.config.name
        self.run = record.id
        report = run.result.report
        error = run.result.error
        started = record.started
        ended = record.ended ?? record.started
        result = run.result.json
    }

    /// A run without a record has an object with the same members.
    public init(_ attempt: UnstartedRun) {
        exitCode = attempt.exitCode
        status = "not_started"
        pipeline = attempt.pipeline.pipeline.name
        config = attempt.pipeline.config.name
        run = nil
        report = nil
        error = attempt.error
        started = attempt.asked
        ended = Date()
        result = [
            "run": nil, "status": .string(status), "selected": nil, "metrics": nil, "report": nil, "bundle": nil,
            "error": .string(attempt.error),
        ]
    }

    /// Nil for a run that somebody stopped: nobody is told of it.
    public var outcome: RunOutcome? { RunOutcome(exitCode) }
}
