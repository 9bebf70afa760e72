import LinearAlgebra
import Synchronization

/// The load stage's work, begun while the inputs are still digested.
///
/// Digests decide what of earlier runs is reused. Where an input is one that no run has seen, its tables have to be read
/// whatever the digests say: so they are read beside the digests and not after them.
final class LoadAhead: Sendable {
    struct Loaded: Sendable {
        /// Whose rows are dropped.
        let suppressed: [SuppressedIDs]
        var tables: LoadedTables
    }

    let begun = ContinuousClock.now
    /// Every file that is read, suppression lists among them, as it was before anything of it was.
    private let files: InputSnapshot
    private let work: BackgroundWork<Loaded>
    private let isAbandoned: Flag

    /// - Returns: nil where an earlier run may have left what this one can use.
    /// - Throws: `InputError` where an input is missing.
    init?(_ pipeline: ResolvedPipeline, digests: InputDigests, in context: RunContext) throws {
        guard try pipeline.inputFiles().contains(where: { try digests.isNew($0.path) }) else { return nil }
        files = try InputSnapshot(
            of: pipeline.inputFiles().map(\.path) + pipeline.config.suppressions.map(\.file.path))
        let isAbandoned = Flag()
        let context = context.cancelled(by: { isAbandoned.isRaised })
        self.isAbandoned = isAbandoned
        work = BackgroundWork { try Self.load(pipeline, in: context) }
    }

    /// Tables that nobody took are not read to their end.
    deinit { isAbandoned.raise() }

    /// Whether what is read is what was digested: a file that is replaced between the two would be stored under the digest of
    /// the other.
    func reads(_ inputs: [InputFileState]) -> Bool { files.matches(inputs) }

    /// Waits for the tables and hands them over, once.
    func take() throws -> Loaded? { try work.take() }

    /// The load stage's work.
    static func load(_ pipeline: ResolvedPipeline, in context: RunContext) throws -> Loaded {
        let suppressed = try pipeline.suppressedIDs()
        return Loaded(suppressed: suppressed, tables: try pipeline.loadTables(suppressing: suppressed, in: context))
    }

    private final class Flag: Sendable {
        private let value = Atomic(false)
        var isRaised: Bool { value.load(ordering: .relaxed) }
        func raise() { value.store(true, ordering: .relaxed) }
    }
}
