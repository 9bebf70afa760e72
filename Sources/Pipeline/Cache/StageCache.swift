import DurableFiles
import Foundation
import Logging

/// Results of stages, kept by what they depend on and reused by any run of the workspace.
///
/// An entry is a directory with the result's files and an `entry.json` that states size and digest of each. Entries are
/// made beside their place and renamed, so that a half-written one is never seen, and are verified when they are read.
///
/// Whatever a run finds or makes it holds until it ends: no other run of the workspace removes or replaces it meanwhile.
public struct StageCache: Sendable {
    public let directory: String
    /// What changes the files of the cache.
    public let files: FileSystem
    let log: Logger
    let leases = EntryLeases()
    private let behind = StoresBehind()
    private let isCancelled: @Sendable () -> Bool

    /// - Parameter isCancelled: asked while the content of entries is verified; true ends that.
    public init(
        directory: String, files: FileSystem, log: Logger, isCancelled: @escaping @Sendable () -> Bool = { false }
    ) throws {
        self.directory = directory
        self.files = files
        self.log = log
        self.isCancelled = isCancelled
        try files.createDirectory(directory)
    }

    /// The directory of a key's entry, whether it is there or not.
    func place(of key: CacheKey) -> String { "\(directory)/\(key.entryName)" }

    /// The stored result for a key, or nil when there is none.
    public func entry(for key: CacheKey) -> CacheEntry? {
        let path = place(of: key)
        guard FileSystem.isMissing(path) || FileSystem.isDirectory(path) else {
            discard(path, because: "it is no directory")
            return nil
        }
        guard leases.share(path) else { return nil }
        guard let json = JSON(remembered: "\(path)/entry.json"), json["ingredients"]?.canonical == key.ingredients,
            let entry = CacheEntry(directory: path, json: json)
        else {
            discard(path, because: "its entry.json can't be read")
            return nil
        }
        for file in entry.files where Self.size(of: "\(path)/\(file.path)") != file.size {
            discard(path, because: "\(file.path) is missing or has another size")
            return nil
        }
        utimes(path, nil)
        // What has no files is read by now; a search has hundreds of such.
        if entry.files.isEmpty { leases.release(path) }
        return entry
    }

    /// Checks the content of an entry's files against their digests; a damaged entry is removed.
    ///
    /// - Returns: whether the entry can be used.
    /// - Throws: `CancellationError` where the run is being interrupted: nothing is known of the entry then.
    public func verify(_ entry: CacheEntry) throws -> Bool {
        try verify(entry, isCancelled: isCancelled)
    }

    func verify(_ entry: CacheEntry, isCancelled: () -> Bool) throws -> Bool {
        for file in entry.files {
            guard try file.isSound(in: entry.directory, isCancelled: isCancelled) else {
                discard(entry.directory, because: "the content of \(file.path) changed")
                return false
            }
        }
        return true
    }

    /// Makes an entry: `body` writes the result's files into the directory it is given.
    ///
    /// Where another run reads the same result, that stays: it was made from the same, and so is the same.
    ///
    /// - Throws: what keeps it from being stored; what kept one before it, once this one is.
    public func store(
        _ key: CacheKey, run: String, steps: [StepAccount], facts: JSON, body: (String) throws -> [WrittenFile]
    ) throws -> CacheEntry {
        settleStores()
        let entry = try make(key, run: run, steps: steps, facts: facts, body: body)
        try finishStores()
        return entry
    }

    /// Makes an entry while the caller goes on with what needs the result itself and not its files.
    ///
    /// - Parameter then: runs once the entry has its name.
    /// - Returns: the directory the entry will have.
    /// - Throws: what kept an entry before it from being stored; this one is on its way all the same. What keeps it from
    ///   being stored is thrown by the next call that stores, or by `finishStores()`.
    package func storeBehind(
        _ key: CacheKey, run: String, steps: [StepAccount], facts: JSON,
        body: @escaping @Sendable (String) throws -> [WrittenFile], then: @escaping @Sendable () -> Void = {}
    ) throws -> String {
        try behind.begin {
            _ = try make(key, run: run, steps: steps, facts: facts, body: body)
            then()
        }
        return place(of: key)
    }

    /// Waits until every entry that was asked for is there.
    ///
    /// - Throws: what kept one from being stored.
    package func finishStores() throws { try behind.finish() }

    /// The same, for those who go on where a store failed: `finishStores()` and the next store throw then.
    package func settleStores() { behind.settle() }

    private func make(
        _ key: CacheKey, run: String, steps: [StepAccount], facts: JSON, body: (String) throws -> [WrittenFile]
    ) throws -> CacheEntry {
        let place = place(of: key)
        let entry = try files.makeDirectory(place, mayReplace: { leases.takeAlone(place) }) { unfinished in
            let written = try body(unfinished).map { file in
                WrittenFile(
                    path: String(file.path.dropFirst(unfinished.count + 1)), size: file.size, sha256: file.sha256)
            }
            let entry = CacheEntry(directory: place, run: run, files: written, steps: steps, facts: facts)
            try files.write(entry.json(key).text(indented: true), to: "\(unfinished)/entry.json")
            return entry
        }
        leases.release(place)
        if !entry.files.isEmpty { _ = leases.share(place) }
        return entry
    }

    /// Removes the least recently used entries until all of them together take at most `maximumBytes`; checkpoints, which
    /// only save time, go before results. What another run holds stays.
    ///
    /// - Parameter keeping: entries that the run in progress uses.
    public func trim(to maximumBytes: Int, keeping: Set<String>) throws {
        leases.releaseAll(except: keeping)
        var entries: [(path: String, isCheckpoint: Bool, used: Date, size: Int)] = []
        for name in try FileSystem.names(in: directory) where !name.hasPrefix(".") {
            let path = "\(directory)/\(name)"
            guard let attributes = try? FileManager.default.attributesOfItem(atPath: path),
                attributes[.type] as? FileAttributeType == .typeDirectory
            else { continue }
            entries.append(
                (
                    path, CheckpointStore.isCheckpoint(name), attributes[.modificationDate] as? Date ?? .distantPast,
                    try FileSystem.contentBytes(of: path)
                ))
        }
        var total = entries.reduce(0) { $0 + $1.size }
        let inOrder = entries.sorted { ($0.isCheckpoint ? 0 : 1, $0.used) < ($1.isCheckpoint ? 0 : 1, $1.used) }
        for entry in inOrder where total > maximumBytes && !keeping.contains(entry.path) {
            guard let lock = PathLock(entry.path, .exclusive) else { continue }
            defer { withExtendedLifetime(lock) {} }
            try files.retire(entry.path)
            total -= entry.size
            log.info("removed \(entry.path) from the cache, which was above \(maximumBytes) bytes")
        }
    }

    /// Removes a checkpoint that is no longer needed, unless another run goes on with it: then that one does.
    func retire(_ path: String) {
        defer { leases.release(path) }
        guard leases.takeAlone(path) else { return }
        do {
            try files.retire(path)
        } catch {
            log.warning("a checkpoint that is no longer needed can't be removed: \(error)")
        }
    }

    func discard(_ path: String, because reason: String) {
        log.warning("the stored result \(path) is dropped: \(reason)")
        leases.release(path)
        do {
            try files.retire(path)
        } catch {
            log.warning("it can't be removed: \(error)")
        }
    }

    private static func size(of path: String) -> Int? {
        (try? FileManager.default.attributesOfItem(atPath: path))?[.size] as? Int
    }
}
