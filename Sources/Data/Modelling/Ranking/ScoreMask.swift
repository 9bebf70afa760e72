/// Sets the scores of excluded and ineligible items to −∞, tile by tile.
///
/// Items of a user's row of exclusions are sorted, so one cursor per user walks it once over all tiles.
struct ScoreMask {
    private let excluding: SparseMatrix?
    private let ineligible: [Int32]
    /// The entries of each user's row of exclusions that are still to come.
    private var entries: [Range<Int>]

    /// Begins a pass over all tiles for a block of users.
    init(_ ranker: Ranker, users: UnsafeBufferPointer<Int32>) {
        excluding = ranker.excluding
        ineligible = ranker.ineligible
        entries = ranker.excluding.map { excluding in users.map { excluding.range(ofRow: Int($0)) } } ?? []
    }

    /// Masks the scores of the block's user `row` for the items of `tile`; tiles come in ascending order.
    mutating func apply(to scores: UnsafeMutableBufferPointer<Float>, row: Int, tile: Range<Int>) {
        if let excluding {
            excluding.indices.withUnsafeBufferPointer { items in
                var entry = entries[row].lowerBound
                while entry < entries[row].upperBound, items[entry] < tile.upperBound {
                    scores[Int(items[entry]) - tile.lowerBound] = -.infinity
                    entry += 1
                }
                entries[row] = entry..<entries[row].upperBound
            }
        }
        guard !ineligible.isEmpty else { return }
        ineligible.withUnsafeBufferPointer { items in
            var entry = items.count(below: Int32(tile.lowerBound))
            while entry < items.count, items[entry] < tile.upperBound {
                scores[Int(items[entry]) - tile.lowerBound] = -.infinity
                entry += 1
            }
        }
    }
}
