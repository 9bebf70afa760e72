/// Picks the greatest of distinct rank keys, in place.
enum RankKeySelection {
    /// Moves the greatest `depth` keys to the front, in no order (Hoare's selection, pivots by the median of three).
    /// O(keys) on average.
    static func moveBestToFront(_ keys: UnsafeMutableBufferPointer<UInt64>, depth: Int) {
        var low = 0
        var high = keys.count
        while high - low > 16 {
            let pivot = median(keys[low], keys[(low + high) / 2], keys[high - 1])
            let boundary = partition(keys, low..<high, above: pivot)
            if boundary > depth { high = boundary } else { low = boundary }
            if boundary == depth { return }
        }
        sortDescending(keys, low..<high)
    }

    /// Sorts the greatest key to the front: by insertion, which is the quickest for few keys, else by the standard library.
    static func sortDescending(_ keys: UnsafeMutableBufferPointer<UInt64>) {
        guard keys.count > 64 else { return sortDescending(keys, 0..<keys.count) }
        var keys = keys
        keys.sort(by: >)
    }

    /// The least of the keys.
    static func least(of keys: UnsafeMutableBufferPointer<UInt64>) -> UInt64 {
        var least = UInt64.max
        for key in keys { least = min(least, key) }
        return least
    }

    /// Moves the keys above the pivot to the front and returns where the others begin. Without a branch on the keys, which
    /// would be mispredicted every other time.
    private static func partition(
        _ keys: UnsafeMutableBufferPointer<UInt64>, _ range: Range<Int>, above pivot: UInt64
    ) -> Int {
        var boundary = range.lowerBound
        for place in range {
            let key = keys[place]
            keys[place] = keys[boundary]
            keys[boundary] = key
            boundary += key > pivot ? 1 : 0
        }
        return boundary
    }

    private static func median(_ a: UInt64, _ b: UInt64, _ c: UInt64) -> UInt64 {
        max(min(a, b), min(max(a, b), c))
    }

    private static func sortDescending(_ keys: UnsafeMutableBufferPointer<UInt64>, _ range: Range<Int>) {
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
