import LinearAlgebra

/// Finds the exact ranks of target items for a block of users by counting, without sorting their rankings.
///
///     rank(i) = 1 + |{ j : score(j) > score(i) }| + |{ j < i : score(j) = score(i) }|
///
/// A first pass over the tiles notes the targets' own scores, a second counts. O(targets · items).
struct RankCounter {
    private let targets: RankTargets
    private let positions: Range<Int>
    /// Of all targets of the block, in order.
    private var scores: [Float]
    /// Items that stand before the target.
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
            scores[next[row] - start] = tileScores[Int(targets.items[next[row]]) - tile.lowerBound]
            next[row] += 1
        }
    }

    /// Second pass: counts the tile's items that stand before each of the user's targets.
    mutating func countBetter(for row: Int, in tileScores: UnsafeBufferPointer<Float>, tile: Range<Int>) {
        for target in range(of: row) {
            let score = scores[target - start]
            guard score > -.infinity else { continue }
            // Equal scores stand before the target where their items lie below it.
            let below = min(max(Int(targets.items[target]) - tile.lowerBound, 0), tile.count)
            let before = ScoreScan.count(UnsafeBufferPointer(rebasing: tileScores[..<below]), above: score)
            let after = ScoreScan.count(UnsafeBufferPointer(rebasing: tileScores[below...]), above: score)
            better[target - start] += before.greater + before.equal + after.greater
        }
    }

    /// The ranks of the user's targets, ascending. Targets without a comparable score stand behind all other items.
    func ranks(of row: Int, candidateCount: Int) -> [Int] {
        var ranks: [Int] = []
        var unscored = 0
        for target in range(of: row) {
            if scores[target - start] > -.infinity {
                ranks.append(1 + better[target - start])
            } else {
                unscored += 1
            }
        }
        ranks.sort()
        return ranks + (0..<unscored).map { candidateCount - unscored + 1 + $0 }
    }

    private var start: Int { targets.offsets[positions.lowerBound] }

    private func range(of row: Int) -> Range<Int> {
        let position = positions.lowerBound + row
        return targets.offsets[position]..<targets.offsets[position + 1]
    }
}
