import DurableFiles

/// Tables that took a run long to load or clean, kept in the cache until what is made from them is stored.
///
/// Unlike cleaned tables that a site asks to be cached they are no result: like the checkpoint of a training they only keep a run
/// that was stopped from repeating what it had done, and are the first to go where the cache is above its limit.
struct TablesCheckpoint {
    /// The stage that made them, load or clean.
    let stage: StageName
    let entry: CacheEntry

    /// How far an earlier run came; nil where it kept nothing, or what it kept may not be used.
    ///
    /// - Parameters:
    ///   - reuses: whether what is stored of a stage counts.
    ///   - rejected: directories of entries that turned out damaged.
    static func latest(
        _ keys: ChainKeys, in cache: StageCache, reuses: (StageName) -> Bool, rejected: Set<String>
    ) -> TablesCheckpoint? {
        for (stage, key) in [(StageName.clean, key(of: keys.clean)), (.load, key(of: keys.load))] where reuses(stage) {
            if let entry = cache.entry(for: key), !rejected.contains(entry.directory) {
                return TablesCheckpoint(stage: stage, entry: entry)
            }
        }
        return nil
    }

    /// The key under which the tables of a result are kept.
    static func key(of tables: CacheKey) -> CacheKey { CheckpointStore.key(of: tables) }

    static func isKept(_ tables: CacheKey, in cache: StageCache) -> Bool {
        FileSystem.isDirectory(cache.place(of: key(of: tables)))
    }

    /// Removes what is kept of the tables, unless another run goes on with it.
    static func remove(_ tables: CacheKey, from cache: StageCache) {
        cache.retire(cache.place(of: key(of: tables)))
    }
}
