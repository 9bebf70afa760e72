import Tables

/// Which of some consecutive rows have a value, 64 to a word; no words where all have one.
struct ValidityBlock: Sendable {
    private var words: ArraySlice<UInt64>?

    static let complete = ValidityBlock(words: nil)

    private init(words: ArraySlice<UInt64>?) {
        self.words = words
    }

    /// The bits of `rows`, which start at a multiple of 64.
    init(_ bitmap: Bitmap?, rows: Range<Int>) {
        words = bitmap?.words[rows.lowerBound / 64..<(rows.upperBound + 63) / 64]
    }

    /// Present where both are.
    func intersection(_ other: ValidityBlock) -> ValidityBlock {
        guard let left = words else { return other }
        guard let right = other.words else { return self }
        return ValidityBlock(words: ArraySlice(zip(left, right).map { $0 & $1 }))
    }

    /// Clears the rows of which `isMissing` is true, among `count`.
    mutating func clear(among count: Int, where isMissing: (Int) -> Bool) {
        var cleared = Array(words ?? ArraySlice(repeating: .max, count: (count + 63) / 64))
        for row in 0..<count where isMissing(row) { cleared[row >> 6] &= ~(1 << UInt64(row & 63)) }
        words = ArraySlice(cleared)
    }

    /// Calls `body` with each missing row among the first `count`.
    func forEachMissing(among count: Int, _ body: (Int) -> Void) {
        guard let words else { return }
        for (index, word) in words.enumerated() where word != .max {
            for row in index * 64..<min(index * 64 + 64, count) where (word >> UInt64(row & 63)) & 1 == 0 {
                body(row)
            }
        }
    }
}
