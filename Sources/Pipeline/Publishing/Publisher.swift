import Foundation

/// Changes which run of a config and pipeline is published, and writes down that it did.
///
/// First it is written down what is to happen, then the link moves, in one step, then the history gets its line, then the run
/// of a forced publication says so. The link says what is published: killed before it moves nothing was, killed after it `settle`
/// does the rest.
///
/// A run that ends by being published writes its last record between the first two: a disk without room is met while the record
/// says `running`, what is published has its record, and what is written down tells of a run whose record spoke too soon.
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

    /// A publication that is written down and has yet to happen.
    struct Begun {
        fileprivate let record: PublishingRecord
        fileprivate let history: PublishingHistory
        fileprivate let movesLink: Bool
    }

    /// Writes down that a run ends by being published.
    ///
    /// - Returns: what `finish` is to do; nil where it is published already.
    /// - Throws: as `publish`.
    func begin(_ run: String, verdict: GateVerdict?) throws -> Begun? {
        try begin(
            run, verdict?.decision == .forced ? .forcedPublish : .publish, verdict: verdict?.decision,
            reason: verdict?.force?.reason, isStated: false, endsRun: true)
    }

    /// Moves the link, and does what follows.
    func finish(_ begun: Begun) throws {
        if begun.movesLink {
            try workspace.files.pointLink(
                workspace.current(config: config, pipeline: pipeline), to: begun.record.run)
        }
        try complete(begun.record, begun.history)
    }

    private func move(
        to run: String, _ action: PublishingRecord.Action, verdict: GateVerdict.Decision?, reason: String?,
        isStated: Bool
    ) throws {
        let begun = try begin(run, action, verdict: verdict, reason: reason, isStated: isStated, endsRun: false)
        if let begun { try finish(begun) }
    }

    private func begin(
        _ run: String, _ action: PublishingRecord.Action, verdict: GateVerdict.Decision?, reason: String?,
        isStated: Bool, endsRun: Bool
    ) throws -> Begun? {
        let before = try settle()
        if let problem = before.problem, !problem.isMendedByPublishing { throw problem.error }
        guard before.served != run || isStated, let history = before.history else { return nil }
        let record = PublishingRecord(
            at: Instant.microseconds(Date()), action: action, run: run, previous: history.records.last?.run,
            verdict: verdict, reason: reason)
        try PublishingIntent(record: record, endsRun: endsRun).write(of: workspace, config: config, pipeline: pipeline)
        return Begun(record: record, history: history, movesLink: before.served != run)
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
            guard found.linked == pending.record.run else {
                if let run = found.unfulfilled { try UnpublishedRun(workspace: workspace, id: run).tell() }
                try PublishingIntent.remove(of: workspace, config: config, pipeline: pipeline)
                return try settle()
            }
            try complete(pending.record, history)
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
