/// A 64-bit hash of content that never changes between runs, platforms or versions, unlike Swift's `Hasher`.
///
/// Made for deciding by content (which rows a random split takes), not for tables under attack. Each word is mixed
/// with SplitMix64's finaliser and folded into the state, which is mixed again; order matters, and so does the split
/// into words.
public struct StableHasher: Sendable {
    private var state: UInt64

    /// A hasher whose results are unrelated to those of other seeds.
    public init(seed: UInt64) {
        state = mixed(seed &+ 0x9E37_79B9_7F4A_7C15)
    }

    /// Adds one word.
    @inline(__always)
    public mutating func combine(_ word: UInt64) {
        state = mixed(state ^ mixed(word &+ 0x9E37_79B9_7F4A_7C15)) &+ 0x9E37_79B9_7F4A_7C15
    }

    /// Adds bytes as little-endian words, the last filled up with zeros, and then their number: "a" + "bc" and
    /// "ab" + "c" differ.
    public mutating func combine(bytes: UnsafeRawBufferPointer) {
        var start = 0
        while start + 8 <= bytes.count {
            combine(UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: start, as: UInt64.self)))
            start += 8
        }
        if start < bytes.count {
            var word: UInt64 = 0
            for index in start..<bytes.count { word |= UInt64(bytes[index]) << UInt64(8 * (index - start)) }
            combine(word)
        }
        combine(UInt64(bytes.count))
    }

    /// The hash of everything combined so far.
    public func finish() -> UInt64 {
        mixed(state)
    }
}

/// The stable hash of bytes.
public func hash64(_ bytes: some Sequence<UInt8>, seed: UInt64) -> UInt64 {
    var hasher = StableHasher(seed: seed)
    let found: Void? = bytes.withContiguousStorageIfAvailable { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    if found == nil { Array(bytes).withUnsafeBytes { hasher.combine(bytes: $0) } }
    return hasher.finish()
}

/// The stable hash of integers, in order.
public func hash64(_ words: [UInt64], seed: UInt64) -> UInt64 {
    var hasher = StableHasher(seed: seed)
    for word in words { hasher.combine(word) }
    return hasher.finish()
}
