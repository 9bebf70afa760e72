import Foundation

/// Changes which run of a config and pipeline is published, and writes down that it did.
///
/// First it is written down what is to happen, then the link moves, in one step, then the history gets its line, then the run
/// of a forced publication says so. The link says what is published: killed before it moves nothing was, killed after it `settle`
/// does the rest.
///
/// Whoever publishes holds the pipeline's `WorkspaceLock`.
public struct Publisher: Sendable {
    private let workspace: Workspace
    private let config: String
    private let pipeline: String
    private let reporter: any Reporting

    public init(_ workspace: Workspace, config: String, pipeline: String, reporter: any Reporting) {
        self.workspace = workspace
        self.config = config
        self.pipeline = pipeline
        self.reporter = reporter
    }

    public var publication: Publication { workspace.publication(config: config, pipeline: pipeline) }

    /// Publishes a run's bundle. Where it is published already nothing changes, but a reason is recorded.
    ///
    /// - Parameters:
    ///   - verdict: what the gate said of the run; a forced one carries a reason.
    ///   - reason: why it is published by hand.
    /// - Throws: `InputError` where it is unclear what is published and to publish would not mend that; `FileError`.
    public func publish(_ run: String, verdict: GateVerdict?, reason: String? = nil) throws {
        let isForced = verdict?.decision == .forced
        try move(
            to: run, isForced ? .forcedPublish : .publish, verdict: verdict?.decision,
            reason: reason ?? verdict?.force?.reason, isStated: reason != nil)
    }

    /// Publishes an earlier run's bundle again.
    ///
    /// - Throws: as `publish`.
    public func rollBack(to run: String, reason: String?) throws {
        try move(to: run, .rollback, verdict: verdict(of: run)?.decision, reason: reason, isStated: reason != nil)
    }

    private func move(
        to run: String, _ action: PublishingRecord.Action, verdict: GateVerdict.Decision?, reason: String?,
        isStated: Bool
    ) throws {
        let before = try settle()
        if let problem = before.problem, !problem.isMendedByPublishing { throw problem.error }
        guard before.served != run || isStated, let history = before.history else { return }
        let record = PublishingRecord(
            at: Instant.microseconds(Date()), action: action, run: run, previous: history.records.last?.run,
            verdict: verdict, reason: reason)
        try PublishingIntent(record: record).write(of: workspace, config: config, pipeline: pipeline)
        if before.served != run {
            try workspace.files.pointLink(workspace.current(config: config, pipeline: pipeline), to: run)
        }
        try complete(record, history)
    }

    /// What follows once the link has moved.
    private func complete(_ record: PublishingRecord, _ history: PublishingHistory) throws {
        if history.records.last != record { try history.append(record, in: workspace.files) }
        try ForcedRun(workspace: workspace, reporter: reporter).tell(record)
        try PublishingIntent.remove(of: workspace, config: config, pipeline: pipeline)
    }

    /// Ends what an interruption left, and adds a line for what is published without one.
    ///
    /// - Returns: what is published.
    /// - Throws: `InputError` where the record of a run that was published by force can't be read; `FileError`.
    @discardableResult
    public func settle() throws -> Publication {
        let found = publication
        guard let history = found.history else { return found }
        if let pending = found.pending {
            guard found.linked == pending.run else {
                try PublishingIntent.remove(of: workspace, config: config, pipeline: pipeline)
                return try settle()
            }
            try complete(pending, history)
            return publication
        }
        guard let run = found.served, history.records.last?.run != run else { return found }
        let record = PublishingRecord(
            at: Instant.microseconds(Date()), action: .found, run: run, previous: history.records.last?.run,
            verdict: verdict(of: run)?.decision, reason: nil)
        try history.append(record, in: workspace.files)
        return publication
    }

    private func verdict(of run: String) -> GateVerdict? {
        GateVerdict(in: workspace.runDirectory(run))
    }
}
