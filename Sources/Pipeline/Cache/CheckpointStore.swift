import DurableFiles
import Foundation
import Modelling

/// Where one training keeps how far it came: `cache/checkpoint-…`, found by the key of the result it leads to.
///
/// A directory holds one state and the `entry.json` that names it with size and digest. A new state is written beside the
/// old one, then `entry.json` moves over to it in one step, then the old one goes: whenever the process is killed, a whole
/// checkpoint is there.
///
/// A training holds its directory alone from its first checkpoint to its end. Where another run trains the very same
/// meanwhile, only one of them keeps checkpoints.
public struct CheckpointStore: Sendable {
    /// How long a run works without keeping how far it came, unless a pipeline says otherwise: at most that much is done twice
    /// after a crash, and what keeping costs is lost in it.
    public static let standardMinutes = 5.0

    private static let slotPrefix = "checkpoint"
    /// Raised when a fit's state comes to mean something else.
    private static let format = 1

    private let cache: StageCache
    private let key: CacheKey
    private let run: String
    /// Whether what an earlier run left is taken up.
    private let resumes: Bool

    /// - Parameter result: the key of what the training makes.
    package init(_ cache: StageCache, result: CacheKey, run: String, resumes: Bool) {
        self.cache = cache
        key = Self.key(of: result)
        self.run = run
        self.resumes = resumes
    }

    package var directory: String { cache.place(of: key) }

    /// The checkpoint an earlier run left; nil without one. A damaged one is removed and told of.
    public func load() -> TrainingCheckpoint? {
        // It is read to its end even where the run is being stopped: a training that began anew would put a younger one in its place.
        guard resumes, cache.leases.takeAlone(directory), let entry = cache.entry(for: key),
            (try? cache.verify(entry, isCancelled: { false })) == true
        else { return nil }
        do {
            guard let file = entry.files.first else { throw ArchiveIsEmpty() }
            return try TrainingCheckpoint(archive: SafetensorsFile.read(entry.path(file.path)))
        } catch {
            reject("\(error)")
            return nil
        }
    }

    /// Keeps a checkpoint in place of the one before.
    ///
    /// - Throws: `FileError`; the one before then still stands.
    public func save(_ checkpoint: TrainingCheckpoint) throws {
        cache.settleStores()
        if !FileSystem.isDirectory(directory) {
            if FileSystem.isMissing(directory) {
                cache.leases.release(directory)
            } else {
                reject("it is no directory")
            }
            try cache.files.createDirectory(directory)
        }
        guard cache.leases.takeAlone(directory) else {
            return cache.log.info("another run trains the same and keeps its checkpoints in \(directory)")
        }
        let name = "iteration-\(checkpoint.iteration).safetensors"
        let written = try SafetensorsFile.write(checkpoint.archive(), to: "\(directory)/\(name)", in: cache.files)
        let file = WrittenFile(path: name, size: written.size, sha256: written.sha256)
        let facts: JSON = ["iteration": .integer(checkpoint.iteration)]
        let entry = CacheEntry(directory: directory, run: run, files: [file], steps: [], facts: facts)
        try cache.files.write(entry.json(key).text(indented: true), to: "\(directory)/entry.json")
        for other in try FileSystem.names(in: directory) where other != name && !other.hasPrefix(".") {
            if other != "entry.json" { try cache.files.removeFile("\(directory)/\(other)") }
        }
        try cache.files.removeAbandoned(from: directory)
    }

    /// Drops a checkpoint that doesn't belong to the training.
    public func reject(_ reason: String) {
        cache.discard(directory, because: reason)
    }

    /// Removes what is no longer needed once the result is stored, unless another run goes on with it.
    public func remove() { cache.retire(directory) }
}

extension CheckpointStore {
    /// The key under which is kept how far a run came with a result.
    static func key(of result: CacheKey) -> CacheKey {
        CacheKey(
            slot: "\(slotPrefix)/\(result.slot)",
            ingredients: ["format": .integer(format), "result": result.ingredients])
    }

    /// The iteration from which training `result` would go on; nil where it would start anew.
    static func iteration(of result: CacheKey, in cache: StageCache) -> Int? {
        let key = key(of: result)
        // Held no longer than it takes to look: a training wants it alone.
        defer { cache.leases.release(cache.place(of: key)) }
        return cache.entry(for: key)?.facts["iteration"]?.integerValue
    }

    /// Whether an entry of the cache, by its directory's name, is a checkpoint.
    static func isCheckpoint(_ name: String) -> Bool { name.hasPrefix(slotPrefix + "-") }
}

/// A checkpoint's entry that names no file.
private struct ArchiveIsEmpty: Error, CustomStringConvertible {
    let description = "it holds no state"
}
