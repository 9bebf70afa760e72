import LinearAlgebra

/// A stable counting sort in parallel: the part that knows where things go. What is moved is the caller's business.
///
/// Elements `0 ..< count` are cut into blocks. `init` counts the keys of each block, from which it knows where the block's
/// first element of each key goes; `scatter` hands each block its cursors. The cut depends on the numbers of elements and
/// keys alone, and the result not even on the cut. O(count + blocks · keys).
struct CountingSort: Sendable {
    /// The elements of key `k` go to `offsets[k] ..< offsets[k + 1]`.
    let offsets: [Int]
    private let count: Int
    private let keyCount: Int
    private let blockSize: Int
    private var cursors: [Int32]

    /// Counters or cursors, one per key.
    typealias Keyed = UnsafeMutableBufferPointer<Int32>

    /// - Parameter countKeys: adds 1 to the counter of each element's key; an element without one is left out.
    /// - Precondition: there are fewer than 2³¹ elements.
    init(count: Int, keyCount: Int, pool: WorkerPool, countKeys: @Sendable (Range<Int>, Keyed) -> Void) throws {
        // Cursors are not to outgrow the elements where there are many keys.
        let blockCount = max(1, min(16, count / max(1, 2 * keyCount)))
        let blockSize = max(1, (count + blockCount - 1) / blockCount)
        var cursors = [Int32](repeating: 0, count: blockCount * keyCount)
        try cursors.withSharedBuffer { cursors in
            try pool.forEachChunk(count: count, chunkSize: blockSize) { range, _ in
                let start = range.lowerBound / blockSize * keyCount
                countKeys(range, cursors[start..<start + keyCount])
            }
        }
        offsets = Self.place(&cursors, blockCount: blockCount, keyCount: keyCount)
        self.count = count
        self.keyCount = keyCount
        self.blockSize = blockSize
        self.cursors = cursors
    }

    /// Elements that have a key.
    var keyedCount: Int { offsets[keyCount] }

    /// Set for each key that has an element.
    var presentKeys: [Bool] { zip(offsets, offsets.dropFirst()).map { $0 < $1 } }

    /// Moves the elements.
    ///
    /// - Parameter move: puts each element of the range at its key's cursor and moves the cursor on by 1, in order.
    mutating func scatter(pool: WorkerPool, move: @Sendable (Range<Int>, Keyed) -> Void) throws {
        let (count, keyCount, blockSize) = (count, keyCount, blockSize)
        try cursors.withSharedBuffer { cursors in
            try pool.forEachChunk(count: count, chunkSize: blockSize) { range, _ in
                let start = range.lowerBound / blockSize * keyCount
                move(range, cursors[start..<start + keyCount])
            }
        }
    }

    /// Turns counts by block and key into the place each block's first element of a key goes to; returns the offsets.
    private static func place(_ cursors: inout [Int32], blockCount: Int, keyCount: Int) -> [Int] {
        var offsets = [Int](repeating: 0, count: keyCount + 1)
        var running = 0
        cursors.withUnsafeMutableBufferPointer { cursors in
            for key in 0..<keyCount {
                offsets[key] = running
                for block in 0..<blockCount {
                    let count = Int(cursors[block * keyCount + key])
                    cursors[block * keyCount + key] = Int32(truncatingIfNeeded: running)
                    running += count
                }
            }
        }
        offsets[keyCount] = running
        return offsets
    }
}
