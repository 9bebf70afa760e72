import DurableFiles
import Foundation

/// Removes old runs and their bundles.
///
/// A run whose files are still to be sent stays as if a rule kept it: only the bound on size outweighs that, so that a server
/// that is gone for good can't fill a disk which somebody has bounded. Never the champion, its predecessor, what the champion started from, or anything of a config and pipeline of which a run is
/// in progress or of which it is unclear what is published. A run's bundle goes before its record, and each leaves its place in one step before anything in it is removed:
/// whenever this is interrupted, whatever can be seen is whole, and to repeat it finishes it.
public struct RunPruning: Sendable {
    private let workspace: Workspace
    private let policy: RetentionPolicy
    /// Only runs of this config; nil for all.
    private let config: String?
    /// Only runs of this pipeline; nil for all.
    private let pipeline: String?
    /// Runs whose files others are still to be sent.
    private let unsent: Set<String>
    private let now: Date

    public init(
        _ workspace: Workspace, policy: RetentionPolicy, config: String? = nil, pipeline: String? = nil,
        unsent: Set<String> = [], at now: Date = Date()
    ) {
        self.workspace = workspace
        self.policy = policy
        self.config = config
        self.pipeline = pipeline
        self.unsent = unsent
        self.now = now
    }

    /// What would go. Changes nothing.
    ///
    /// - Throws: `FileError` where the workspace can't be read.
    public func plan() throws(FileError) -> PrunePlan {
        let all = Dictionary(grouping: try RunInventory(workspace).runs, by: \.series)
        var decisions: [PrunePlan.Decision] = []
        for (series, runs) in all where isMeant(series) {
            let holder = try Self.holder(series, in: workspace)
            let protection = series.map { RunProtection($0, runs: runs, in: workspace) }
            for (place, run) in runs.reversed().enumerated() {
                var reason: RetentionReason? = holder.map { .inProgress(holder: $0) } ?? protection?[run.id]
                if reason == nil { reason = try shared(run) }
                if reason == nil { reason = policy.reasonToKeep(place: place, ageDays: run.ageDays(at: now)) }
                if reason == nil, unsent.contains(run.id) { reason = .unsent }
                decisions.append(
                    .init(
                        run: run, isRemoved: reason == nil, reason: reason ?? .tooOld,
                        size: try ByteCount(DiskUsage(of: run.directories).bytes)))
            }
        }
        let ordered = try bounded(decisions.sorted { $0.run.id < $1.run.id })
        return PrunePlan(ordered, usage: try DiskUsage(of: ordered.filter(\.isRemoved).flatMap(\.run.directories)))
    }

    /// Removes what a plan says, but for what has come to be protected since.
    ///
    /// - Returns: what went in truth.
    /// - Throws: `FileError`; what was begun is finished by the next time.
    public func apply(_ plan: PrunePlan) throws -> PrunePlan {
        try workspace.files.removeAbandoned(from: workspace.runs)
        var outcome: [[String]: PrunePlan.Decision] = [:]
        var hidden: [String] = []
        for (series, decisions) in Dictionary(grouping: plan.removed, by: \.run.series) {
            let runs = plan.decisions.map(\.run).filter { $0.series == series }
            for decision in try hide(decisions, of: series, runs: runs, into: &hidden) {
                outcome[decision.run.directories] = decision
            }
        }
        let done = PrunePlan(plan.decisions.map { outcome[$0.run.directories] ?? $0 }, usage: try DiskUsage(of: hidden))
        for path in hidden { try workspace.files.removeDirectory(path) }
        return done
    }

    private func shared(_ run: RetainedRun) throws(FileError) -> RetentionReason? {
        try run.otherOwner(in: workspace).map { .shared(config: $0.config, pipeline: $0.pipeline) }
    }

    private func isMeant(_ series: RetainedRun.Series?) -> Bool {
        guard let series else { return config == nil && pipeline == nil }
        return config ?? series.config == series.config && pipeline ?? series.pipeline == series.pipeline
    }
}

// MARK: - The bound on size

extension RunPruning {
    /// Gives up the oldest runs that only a rule keeps, until those that stay fit.
    private func bounded(_ decisions: [PrunePlan.Decision]) throws(FileError) -> [PrunePlan.Decision] {
        guard let maximum = policy.maximumSize else { return decisions }
        var usage = try DiskUsage(of: decisions.filter { !$0.isRemoved }.flatMap(\.run.directories))
        var bounded: [PrunePlan.Decision] = []
        for decision in decisions {
            guard usage.bytes > maximum.bytes, !decision.isRemoved, decision.reason.isRule else {
                bounded.append(decision)
                continue
            }
            for directory in decision.run.directories { try usage.remove(directory) }
            bounded.append(
                .init(
                    run: decision.run, isRemoved: true,
                    reason: unsent.contains(decision.run.id) ? .tooLargeUnsent(maximum) : .tooLarge(maximum),
                    size: decision.size))
        }
        return bounded
    }
}

extension RetentionReason {
    /// Whether it is one of the rules that were asked for, rather than a protection from them.
    fileprivate var isRule: Bool {
        switch self {
        case .amongLast, .younger, .noRuleAgainst, .unsent: true
        default: false
        }
    }
}

// MARK: - Removing

extension RunPruning {
    /// Takes runs out of sight under their lock, which is held no longer than that: a run that wants to start waits neither for
    /// what is there to be read, nor for the removing.
    ///
    /// - Parameter runs: all of the series, as they were when it was planned. Those that came since are in no plan; what is
    ///   published is read again.
    private func hide(
        _ decisions: [PrunePlan.Decision], of series: RetainedRun.Series?, runs: [RetainedRun],
        into hidden: inout [String]
    ) throws -> [PrunePlan.Decision] {
        guard let series else {
            // A run in progress makes its directory before it writes its record.
            if let holder = try Self.holder(nil, in: workspace) {
                return decisions.map { $0.kept(because: .inProgress(holder: holder)) }
            }
            return try hide(decisions, protecting: { _ in nil }, into: &hidden)
        }
        try workspace.files.removeAbandoned(
            from: workspace.models(config: series.config, pipeline: series.pipeline))
        let lock: WorkspaceLock
        do {
            lock = try WorkspaceLock(workspace, config: series.config, pipeline: series.pipeline)
        } catch let error as WorkspaceLockedError {
            return decisions.map { $0.kept(because: .inProgress(holder: error.holder)) }
        }
        defer { withExtendedLifetime(lock) {} }
        let protection = RunProtection(series, runs: runs, in: workspace)
        return try hide(decisions, protecting: { protection[$0] }, into: &hidden)
    }

    private func hide(
        _ decisions: [PrunePlan.Decision], protecting: (String) -> RetentionReason?, into hidden: inout [String]
    ) throws -> [PrunePlan.Decision] {
        try decisions.map { decision in
            if let reason = try protecting(decision.run.id) ?? shared(decision.run) {
                return decision.kept(because: reason)
            }
            for directory in decision.run.directories {
                if let path = try workspace.files.hide(directory) { hidden.append(path) }
            }
            return decision
        }
    }

    /// Who runs something of a series; for runs of which nobody knows whose they are, anything in the workspace.
    private static func holder(
        _ series: RetainedRun.Series?, in workspace: Workspace
    ) throws(FileError) -> String? {
        guard let series else { return try WorkspaceLock.anyHolder(in: workspace)?.text }
        return WorkspaceLock.holder(in: workspace, config: series.config, pipeline: series.pipeline)?.text
    }
}
