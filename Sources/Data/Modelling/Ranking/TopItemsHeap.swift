import LinearAlgebra

/// The best items of one user among those seen so far, bounded: a binary min-heap of rank keys over borrowed memory.
///
/// Items must be offered in ascending order of their rows. An item that ties with the worst one kept is then the later
/// of the two and loses, so a score has to exceed the worst one kept to enter; almost none does once the heap is full,
/// and the scan skips those without looking at them one by one. O(items + entered · log capacity).
struct TopItemsHeap {
    private let keys: UnsafeMutableBufferPointer<UInt64>
    private(set) var count = 0

    /// A heap that keeps `memory.count` items, at least one.
    init(_ memory: UnsafeMutableBufferPointer<UInt64>) {
        precondition(!memory.isEmpty, "a heap keeps at least one item")
        keys = memory
    }

    /// What a score must exceed to enter. Excluded items score −∞ and never do, nor does NaN.
    private var threshold: Float {
        count < keys.count ? -.infinity : RankKey.score(of: keys[0])
    }

    /// Offers the items from `firstItem` on, one per score.
    mutating func offer(_ scores: UnsafeBufferPointer<Float>, firstItem: Int) {
        ScoreScan.forEachAbove(scores, threshold: threshold) { position, score in
            insert(RankKey.make(score: score, item: firstItem + position))
            return threshold
        }
    }

    /// The keys kept, best first. Ends the heap's life: nothing may be offered afterwards.
    func sorted() -> UnsafeBufferPointer<UInt64> {
        var kept = UnsafeMutableBufferPointer(rebasing: keys[..<count])
        kept.sort(by: >)
        return UnsafeBufferPointer(kept)
    }

    private mutating func insert(_ key: UInt64) {
        if count < keys.count {
            count += 1
            siftUp(key, from: count - 1)
        } else {
            siftDown(key)
        }
    }

    /// Moves the hole at `place` up until `key` fits into it.
    private func siftUp(_ key: UInt64, from place: Int) {
        var hole = place
        while hole > 0 {
            let parent = (hole - 1) / 2
            if keys[parent] <= key { break }
            keys[hole] = keys[parent]
            hole = parent
        }
        keys[hole] = key
    }

    /// Replaces the worst key, moving the hole at the root down until `key` fits into it.
    private func siftDown(_ key: UInt64) {
        var hole = 0
        while true {
            var child = 2 * hole + 1
            guard child < count else { break }
            if child + 1 < count, keys[child + 1] < keys[child] { child += 1 }
            if keys[child] >= key { break }
            keys[hole] = keys[child]
            hole = child
        }
        keys[hole] = key
    }
}
