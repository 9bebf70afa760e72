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
        var kept = UnsafeMutableBufferPointer(rebasing: keys[..<count])
        kept.sort(by: >)
        return UnsafeBufferPointer(kept)
    }

    private mutating func keepBest() {
        moveBestToFront()
        count = depth
        var worst = keys[0]
        for place in 1..<depth { worst = min(worst, keys[place]) }
        threshold = RankKey.score(of: worst)
    }

    /// Moves the greatest `depth` keys to the front (Hoare's selection, pivots by the median of three). Keys are distinct.
    private func moveBestToFront() {
        var low = 0
        var high = count
        while high - low > 16 {
            let pivot = median(keys[low], keys[(low + high) / 2], keys[high - 1])
            let boundary = partition(low..<high, above: pivot)
            if boundary > depth { high = boundary } else { low = boundary }
            if boundary == depth { return }
        }
        sortDescending(low..<high)
    }

    /// Moves the keys above the pivot to the front and returns where the others begin. Without a branch on the keys, which
    /// would be mispredicted every other time.
    private func partition(_ range: Range<Int>, above pivot: UInt64) -> Int {
        var boundary = range.lowerBound
        for place in range {
            let key = keys[place]
            keys[place] = keys[boundary]
            keys[boundary] = key
            boundary += key > pivot ? 1 : 0
        }
        return boundary
    }

    private func median(_ a: UInt64, _ b: UInt64, _ c: UInt64) -> UInt64 {
        max(min(a, b), min(max(a, b), c))
    }

    /// Insertion sort, for a few keys.
    private func sortDescending(_ range: Range<Int>) {
        for place in range.dropFirst() {
            let key = keys[place]
            var hole = place
            while hole > range.lowerBound, keys[hole - 1] < key {
                keys[hole] = keys[hole - 1]
                hole -= 1
            }
            keys[hole] = key
        }
    }
}
