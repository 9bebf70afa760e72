import LinearAlgebra

/// Rows listed group by group, in the order they came within each group.
struct RowGroups: Sendable {
    /// The rows of group `g` lie at `offsets[g] ..< offsets[g + 1]` of `rows`.
    let offsets: [Int]
    let rows: [Int32]

    /// Where the rows to group come from, in order.
    enum Source: Sendable {
        /// The rows whose flag is set, ascending.
        case marked([Bool])
        case listed([Int32])

        var count: Int {
            switch self {
            case .marked(let flags): flags.count
            case .listed(let rows): rows.count
            }
        }

        /// Calls `body` with the rows of a stretch of the source.
        @inline(__always)
        func forEachRow(in range: Range<Int>, _ body: (Int) -> Void) {
            switch self {
            case .marked(let flags):
                flags.withUnsafeBufferPointer { flags in for row in range where flags[row] { body(row) } }
            case .listed(let rows):
                rows.withUnsafeBufferPointer { rows in for place in range { body(Int(rows[place])) } }
            }
        }
    }

    /// Groups rows by their key: a stable counting sort. O(rows + blocks · keys).
    ///
    /// The source is cut into blocks that count and scatter in parallel, each with cursors of its own. The cut depends on
    /// the numbers of rows and keys alone, and the result not even on the cut.
    ///
    /// - Precondition: every row of the source has a key in `0 ..< keyCount`, and there are fewer than 2³¹ rows.
    init(_ source: Source, by keys: [Int32], keyCount: Int, pool: WorkerPool) throws {
        let blockCount = max(1, min(16, source.count / max(1, 2 * keyCount)))
        let blockSize = max(1, (source.count + blockCount - 1) / blockCount)
        var cursors = [Int32](repeating: 0, count: blockCount * keyCount)
        try cursors.withSharedBuffer { cursors in
            try pool.forEachChunk(count: source.count, chunkSize: blockSize) { range, _ in
                let start = range.lowerBound / blockSize * keyCount
                let counts = cursors[start..<start + keyCount]
                source.forEachRow(in: range) { row in counts[Int(keys[row])] += 1 }
            }
        }
        let offsets = Self.placeCursors(&cursors, blockCount: blockCount, keyCount: keyCount)
        var rows = [Int32](repeating: 0, count: offsets[keyCount])
        try cursors.withSharedBuffer { cursors in
            try rows.withSharedBuffer { target in
                try pool.forEachChunk(count: source.count, chunkSize: blockSize) { range, _ in
                    let start = range.lowerBound / blockSize * keyCount
                    let next = cursors[start..<start + keyCount]
                    let target = target.pointer
                    source.forEachRow(in: range) { row in
                        let key = Int(keys[row])
                        target[Int(next[key])] = Int32(truncatingIfNeeded: row)
                        next[key] += 1
                    }
                }
            }
        }
        self.offsets = offsets
        self.rows = rows
    }

    /// Turns counts by block and key into the place each block's first row of a key goes to; returns the groups' offsets.
    private static func placeCursors(_ cursors: inout [Int32], blockCount: Int, keyCount: Int) -> [Int] {
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

    @inline(__always)
    func range(of group: Int) -> Range<Int> { offsets[group]..<offsets[group + 1] }
}
