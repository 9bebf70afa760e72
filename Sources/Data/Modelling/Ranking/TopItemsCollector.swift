import LinearAlgebra

/// Collects the best items of one user among those seen so far, as rank keys in borrowed memory.
///
/// Scores above a threshold are appended; when the memory is full, the best `depth` stay and the worst of them becomes the
/// threshold. That costs one unordered selection where a heap would reorder itself for each item that enters, and takes
/// half the time: most items enter early, when the heap's worst is easily beaten. The scan in front skips scores
/// below the threshold sixteen at a time.
///
/// Items must be offered in ascending order of their rows: one that ties with the worst kept is then the later of the two
/// and rightly loses. O(items), whatever their order.
struct TopItemsCollector {
    private let keys: UnsafeMutableBufferPointer<UInt64>
    private let depth: Int
    private var count = 0
    /// What a score must exceed to matter. Excluded items score −∞ and never do, nor does NaN.
    private var threshold = -Float.infinity

    /// Places that a list of `depth` items needs. More room means fewer selections, of more keys each.
    static func capacity(forDepth depth: Int) -> Int { 3 * depth + 64 }

    /// - Precondition: `memory` has `capacity(forDepth: depth)` places.
    init(depth: Int, memory: UnsafeMutableBufferPointer<UInt64>) {
        precondition(depth > 0 && memory.count == Self.capacity(forDepth: depth), "memory for a list of \(depth)")
        self.depth = depth
        keys = memory
    }

    /// Offers the items from `firstItem` on, one per score.
    mutating func offer(_ scores: UnsafeBufferPointer<Float>, firstItem: Int) {
        ScoreScan.forEachAbove(scores, threshold: threshold) { position, score in
            keys[count] = RankKey.make(score: score, item: firstItem + position)
            count += 1
            if count == keys.count { keepBest() }
            return threshold
        }
    }

    /// The keys of the list, best first.
    mutating func sorted() -> UnsafeBufferPointer<UInt64> {
        if count > depth { keepBest() }
        let kept = UnsafeMutableBufferPointer(rebasing: keys[..<count])
        RankKeySelection.sortDescending(kept)
        return UnsafeBufferPointer(kept)
    }

    private mutating func keepBest() {
        RankKeySelection.moveBestToFront(UnsafeMutableBufferPointer(rebasing: keys[..<count]), depth: depth)
        count = depth
        let worst = RankKeySelection.least(of: UnsafeMutableBufferPointer(rebasing: keys[..<depth]))
        threshold = RankKey.score(of: worst)
    }
}
