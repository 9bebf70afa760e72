/// Whether codes lie in a range: a comparison with a constant, thanks to the sorted dictionary.
struct CodeRangeTruth: TruthSource {
    let codes: [Int32]
    let range: ValueRange<Int32>

    func truth(of rows: Range<Int>) -> TruthBlock {
        TruthBlock(count: rows.count) { truth in
            codes[rows].withUnsafeBufferPointer { codes in
                let (low, high) = (range.low, range.high)
                let flip: UInt8 = range.isNegated ? 1 : 0
                for row in 0..<truth.count {
                    let code = codes[row]
                    let known = Truth.known(bit(low <= code) & bit(code <= high) ^ flip)
                    let isMissing = bit(code < 0)
                    truth[row] = known & (isMissing &- 1) | isMissing
                }
            }
        }
    }
}

/// A truth value looked up by code.
struct CodeLookupTruth: TruthSource {
    let codes: [Int32]
    /// Unknown first, for the code -1 of a missing cell; then one raw value per string of the dictionary.
    let truths: [UInt8]

    func truth(of rows: Range<Int>) -> TruthBlock {
        TruthBlock(count: rows.count) { truth in
            codes[rows].withUnsafeBufferPointer { codes in
                truths.withUnsafeBufferPointer { truths in
                    for row in 0..<truth.count { truth[row] = truths[Int(max(codes[row], -1)) + 1] }
                }
            }
        }
    }
}

/// Compares two columns' strings by their ranks in the union of their dictionaries.
struct RankComparisonTruth: TruthSource {
    struct Side: Sendable {
        let codes: [Int32]
        /// One rank per string of the dictionary, ascending.
        let ranks: [Int32]

        subscript(row: Int) -> Int32? { codes[row] < 0 ? nil : ranks[Int(codes[row])] }
    }

    let comparison: Comparison
    let left: Side
    let right: Side

    func truth(of rows: Range<Int>) -> TruthBlock {
        TruthBlock(count: rows.count) { truth in
            for row in rows {
                var value = Truth.unknown
                if let left = left[row], let right = right[row] {
                    value = Truth(comparison.holds(Order(of: left, to: right)))
                }
                truth[row - rows.lowerBound] = value.rawValue
            }
        }
    }
}

struct MissingTextTruth: TruthSource {
    let codes: [Int32]

    func truth(of rows: Range<Int>) -> TruthBlock {
        TruthBlock(count: rows.count) { truth in
            for (row, code) in codes[rows].enumerated() { truth[row] = Truth(code < 0).rawValue }
        }
    }
}
