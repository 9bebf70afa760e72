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
    /// Whether it was to go through all stages of its pipeline.
    private let isWhole: Bool

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
        isWhole = run.result.isWhole
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
        result = RunResult.json(run: nil, status: status, error: attempt.error)
        isWhole = true
    }

    /// Nil for a run that somebody stopped, and for a part of a pipeline that went well: nobody is told of it.
    public var outcome: RunOutcome? {
        let outcome = RunOutcome(exitCode)
        return outcome == .success && !isWhole ? nil : outcome
    }
}
