import LinearAlgebra

/// Finds the exact ranks of target items for a block of users by counting, without sorting their rankings.
///
///     rank(i) = 1 + |{ j : score(j) > score(i) }| + |{ j < i : score(j) = score(i) }|
///
/// Candidates without a comparable score (NaN, −∞) are equal to each other and less than all others. Excluded items have no
/// score either, so these ranks are counted from the other end: with s the candidates with a score,
///
///     rank(i) = 1 + s + |{ j < i without a score }| = 1 + |{ j < i }| + |{ j > i with a score }|
///
/// A first pass over the tiles notes the targets' own scores, a second counts. O(targets · items).
struct RankCounter {
    private let targets: RankTargets
    private let positions: Range<Int>
    /// Of all targets of the block, in order; −∞ for none.
    private var scores: [Float]
    /// Items that stand before the target; of one without a score, only those with a score and a higher row.
    private var better: [Int]
    /// The first target of each user whose score has not been noted.
    private var next: [Int]

    init(_ targets: RankTargets, positions: Range<Int>) {
        self.targets = targets
        self.positions = positions
        let count = targets.offsets[positions.upperBound] - targets.offsets[positions.lowerBound]
        scores = [Float](repeating: -.infinity, count: count)
        better = [Int](repeating: 0, count: count)
        next = Array(targets.offsets[positions])
    }

    /// First pass: remembers the scores of the user's targets that lie in the tile.
    mutating func noteScores(of row: Int, in tileScores: UnsafeBufferPointer<Float>, tile: Range<Int>) {
        let end = range(of: row).upperBound
        while next[row] < end, targets.items[next[row]] < tile.upperBound {
            let score = tileScores[Int(targets.items[next[row]]) - tile.lowerBound]
            scores[next[row] - start] = score.isNaN ? -.infinity : score
            next[row] += 1
        }
    }

    /// Second pass: counts the tile's items that stand before each of the user's targets.
    mutating func countBetter(for row: Int, in tileScores: UnsafeBufferPointer<Float>, tile: Range<Int>) {
        for target in range(of: row) {
            let score = scores[target - start]
            // Equal scores stand before the target where their items lie below it.
            let below = min(max(Int(targets.items[target]) - tile.lowerBound, 0), tile.count)
            let after = ScoreScan.count(UnsafeBufferPointer(rebasing: tileScores[below...]), above: score)
            better[target - start] += after.greater
            guard score > -.infinity else { continue }
            let before = ScoreScan.count(UnsafeBufferPointer(rebasing: tileScores[..<below]), above: score)
            better[target - start] += before.greater + before.equal
        }
    }

    /// The ranks of the user's targets, ascending.
    ///
    /// - Parameter candidatesBelow: how many of the user's candidates have a lower row than an item.
    func ranks(of row: Int, candidatesBelow: (Int32) -> Int) -> [Int] {
        range(of: row).map { target in
            let hasScore = scores[target - start] > -.infinity
            return 1 + better[target - start] + (hasScore ? 0 : candidatesBelow(targets.items[target]))
        }.sorted()
    }

    private var start: Int { targets.offsets[positions.lowerBound] }

    private func range(of row: Int) -> Range<Int> {
        let position = positions.lowerBound + row
        return targets.offsets[position]..<targets.offsets[position + 1]
    }
}
