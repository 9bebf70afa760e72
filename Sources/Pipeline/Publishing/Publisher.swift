import Foundation

/// Changes which run of a config and pipeline is published, and writes down that it did.
///
/// The link moves first, then the history gets its line: the link says what is published, and a line that an interruption kept
/// from being written is recognised by its absence and added by whoever publishes next. The other way round, a line could tell
/// of a publication that never was.
///
/// Whoever publishes holds the pipeline's `WorkspaceLock`.
public struct Publisher: Sendable {
    private let workspace: Workspace
    private let config: String
    private let pipeline: String

    public init(_ workspace: Workspace, config: String, pipeline: String) {
        self.workspace = workspace
        self.config = config
        self.pipeline = pipeline
    }

    /// The run that is published; nil before the first.
    public var published: String? { workspace.publishedRun(config: config, pipeline: pipeline) }

    /// Publishes a run's bundle. Nothing changes where it is published already.
    ///
    /// - Parameter verdict: what the gate said of the run; a forced one carries the reason.
    public func publish(_ run: String, verdict: GateVerdict?) throws {
        try move(
            to: run, verdict?.force == nil ? .publish : .forcedPublish, verdict: verdict?.decision,
            reason: verdict?.force?.reason)
    }

    /// Publishes an earlier run's bundle again.
    public func rollBack(to run: String, reason: String?) throws {
        try move(to: run, .rollback, verdict: verdict(of: run)?.decision, reason: reason)
    }

    private func move(
        to run: String, _ action: PublishingRecord.Action, verdict: GateVerdict.Decision?, reason: String?
    ) throws {
        let history = try mendedHistory()
        let previous = published
        guard previous != run else { return }
        try workspace.files.pointLink(workspace.current(config: config, pipeline: pipeline), to: run)
        let record = PublishingRecord(
            at: Instant.microseconds(Date()), action: action, run: run, previous: previous, verdict: verdict,
            reason: reason)
        try history.append(record, in: workspace.files)
    }

    /// The history, with a line for what is published where an interruption kept it from being written.
    public func mendedHistory() throws -> PublishingHistory {
        let history = try PublishingHistory(of: workspace, config: config, pipeline: pipeline)
        guard let run = published, history.records.last?.run != run else { return history }
        let verdict = verdict(of: run)
        let wasPublished = history.records.contains { $0.run == run }
        let action: PublishingRecord.Action =
            wasPublished ? .rollback : verdict?.force == nil ? .publish : .forcedPublish
        let record = PublishingRecord(
            at: Instant.microseconds(Date()), action: action, run: run, previous: history.records.last?.run,
            verdict: verdict?.decision,
            reason: verdict?.force?.reason ?? Self.unrecorded)
        try history.append(record, in: workspace.files)
        return try PublishingHistory(of: workspace, config: config, pipeline: pipeline)
    }

    private static let unrecorded =
        "found published without a line: the history was begun later, or what published it was interrupted"

    private func verdict(of run: String) -> GateVerdict? {
        GateVerdict(in: workspace.runDirectory(run))
    }
}
