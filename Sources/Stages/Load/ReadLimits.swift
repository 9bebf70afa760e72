/// Bounds that keep a hostile or broken file from filling the memory. Passing one is an error that names it.
public struct ReadLimits: Sendable, Equatable {
    /// Longest field, in bytes.
    public var fieldBytes = 16 << 20
    /// Longest record, in bytes.
    public var recordBytes = 64 << 20
    /// Most columns a file may have.
    public var columns = 65_536
    /// Most times its own size a compressed file may grow to, once it has passed `expansionFloorBytes`.
    public var expansion = 1_000
    public var expansionFloorBytes = 8 << 20
    /// Most rejected rows kept with their text; the others are counted.
    public var keptRejections = 10_000
    /// How much of a rejected row's text is kept, in bytes.
    public var keptTextBytes = 256

    public init() {}
}

/// How the work is cut. Results never depend on it; tests use sizes of a few bytes to show that.
public struct ReadGrid: Sendable, Equatable {
    /// Bytes of a file that one worker parses at a time.
    public var chunkBytes = 8 << 20
    /// Most small files that are open at once, to be parsed side by side.
    public var filesPerWave = 64
    /// Chunks parsed before their results are checked against each other.
    public var chunksPerWave = 64
    /// Bytes brought into a worker's buffer at a time: small enough to stay in its cache while it is parsed.
    public var windowBytes = 128 << 10
    /// Bytes of a decompressed stream that are parsed while the next are decompressed.
    public var batchBytes = 16 << 20

    public init() {}
}
