/// A fixed number of bits, packed 64 to a word. Bits past `count` are zero, so equal bitmaps have equal words.
public struct Bitmap: Sendable, Equatable {
    public let count: Int
    public private(set) var words: [UInt64]

    public init(count: Int, repeating value: Bool) {
        self.count = count
        words = [UInt64](repeating: value ? .max : 0, count: (count + 63) / 64)
        if value, count % 64 != 0 { words[words.count - 1] = (1 << UInt64(count % 64)) - 1 }
    }

    public init(_ bits: [Bool]) {
        self.init(count: bits.count, repeating: false)
        words.withUnsafeMutableBufferPointer { words in
            for index in 0..<bits.count { words[index >> 6] |= (bits[index] ? 1 : 0) << UInt64(index & 63) }
        }
    }

    /// Rebuilds a bitmap from stored words; bits past `count` are cleared.
    public init(count: Int, words: [UInt64]) {
        precondition(words.count == (count + 63) / 64, "a bitmap of \(count) bits has \((count + 63) / 64) words")
        self.count = count
        self.words = words
        if count % 64 != 0 { self.words[words.count - 1] &= (1 << UInt64(count % 64)) - 1 }
    }

    @inlinable
    public subscript(index: Int) -> Bool {
        (words[index >> 6] >> UInt64(index & 63)) & 1 == 1
    }

    public mutating func set(_ index: Int, to value: Bool) {
        precondition(index >= 0 && index < count, "bit \(index) of \(count)")
        let bit: UInt64 = 1 << UInt64(index & 63)
        if value { words[index >> 6] |= bit } else { words[index >> 6] &= ~bit }
    }

    /// The bits at the positions where `keep` is true, in order. O(count).
    public func filtered(by keep: [Bool], keptCount: Int) -> Bitmap {
        precondition(keep.count == count, "a mask of \(keep.count) rows for \(count) bits")
        // One word more than needed: a bit that is not kept is written as zero where the next kept one goes.
        var kept = [UInt64](repeating: 0, count: keptCount / 64 + 1)
        words.withUnsafeBufferPointer { words in
            keep.withUnsafeBufferPointer { keep in
                kept.withUnsafeMutableBufferPointer { kept in
                    var next = 0
                    for index in 0..<keep.count {
                        let isKept: UInt64 = keep[index] ? 1 : 0
                        kept[next >> 6] |= ((words[index >> 6] >> UInt64(index & 63)) & isKept) << UInt64(next & 63)
                        next += Int(isKept)
                    }
                    precondition(next == keptCount, "the mask keeps \(next) bits, not \(keptCount)")
                }
            }
        }
        return Bitmap(count: keptCount, words: Array(kept[..<((keptCount + 63) / 64)]))
    }
}
