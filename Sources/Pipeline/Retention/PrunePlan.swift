import DurableFiles
import Foundation

/// Which runs go and which stay, and why.
public struct PrunePlan: Sendable {
    public struct Decision: Sendable {
        public let run: RetainedRun
        public let isRemoved: Bool
        public let reason: RetentionReason
        /// What its directory and bundle take on the disk, shared or not.
        public let size: ByteCount
    }

    /// Oldest first.
    public let decisions: [Decision]
    /// What removing gives back.
    public let freed: ByteCount
    /// What the removed runs take that stays, because the cache or a kept run has the same files.
    public let shared: ByteCount

    public var removed: [Decision] { decisions.filter(\.isRemoved) }
    public var kept: [Decision] { decisions.filter { !$0.isRemoved } }

    /// - Parameter usage: of what is removed.
    init(_ decisions: [Decision], usage: DiskUsage) {
        self.decisions = decisions
        freed = ByteCount(usage.freedBytes)
        shared = ByteCount(usage.bytes - usage.freedBytes)
    }

    public var json: JSON {
        func list(_ decisions: [Decision]) -> JSON { .array(decisions.map(\.json)) }
        return [
            "removed": list(removed), "kept": list(kept), "freed_bytes": .integer(freed.bytes),
            "shared_bytes": .integer(shared.bytes),
        ]
    }
}

extension PrunePlan.Decision {
    func kept(because reason: RetentionReason) -> PrunePlan.Decision {
        .init(run: run, isRemoved: false, reason: reason, size: size)
    }

    fileprivate var json: JSON {
        [
            "run": .string(run.id), "config": run.series.map { .string($0.config) } ?? .null,
            "pipeline": run.series.map { .string($0.pipeline) } ?? .null, "status": .string(run.status),
            "bytes": .integer(size.bytes), "reason": .string(reason.text),
        ]
    }
}
