import LinearAlgebra

extension SparseMatrix {
    /// The same matrix as `transposed()`, made in parallel.
    ///
    /// A stable counting sort: the rows are cut into blocks that count their entries by column, then scatter them, each
    /// with cursors of its own, so the result is the same at any thread count. O(count + rows + blocks · columns).
    ///
    /// - Throws: `CancellationError` where the pool says so.
    public func transposed(in pool: WorkerPool) throws -> SparseMatrix {
        let blockCount = max(1, min(16, count / max(1, 2 * columns)))
        let blockSize = max(1, (rows + blockCount - 1) / blockCount)
        var cursors = [Int](repeating: 0, count: blockCount * columns)
        try cursors.withSharedBuffer { cursors in
            try pool.forEachChunk(count: rows, chunkSize: blockSize) { range, _ in
                let start = range.lowerBound / blockSize * columns
                countEntries(ofRows: range, into: cursors[start..<start + columns])
            }
        }
        let starts = placeCursors(&cursors, blockCount: blockCount)
        var targetIndices = [Int32](repeating: 0, count: count)
        var targetValues = [Float](repeating: 0, count: count)
        try cursors.withSharedBuffer { cursors in
            try targetIndices.withSharedBuffer { targetIndices in
                try targetValues.withSharedBuffer { targetValues in
                    try pool.forEachChunk(count: rows, chunkSize: blockSize) { range, _ in
                        let start = range.lowerBound / blockSize * columns
                        scatter(
                            range, next: cursors[start..<start + columns], indices: targetIndices.pointer,
                            values: targetValues.pointer)
                    }
                }
            }
        }
        return SparseMatrix(rows: columns, columns: rows, offsets: starts, indices: targetIndices, values: targetValues)
    }

    private func countEntries(ofRows rows: Range<Int>, into counts: UnsafeMutableBufferPointer<Int>) {
        indices.withUnsafeBufferPointer { indices in
            for entry in offsets[rows.lowerBound]..<offsets[rows.upperBound] { counts[Int(indices[entry])] += 1 }
        }
    }

    private func scatter(
        _ rows: Range<Int>, next: UnsafeMutableBufferPointer<Int>,
        indices targetIndices: UnsafeMutableBufferPointer<Int32>,
        values targetValues: UnsafeMutableBufferPointer<Float>
    ) {
        indices.withUnsafeBufferPointer { indices in
            values.withUnsafeBufferPointer { values in
                for row in rows {
                    for entry in offsets[row]..<offsets[row + 1] {
                        let column = Int(indices[entry])
                        let target = next[column]
                        targetIndices[target] = Int32(truncatingIfNeeded: row)
                        targetValues[target] = values[entry]
                        next[column] = target + 1
                    }
                }
            }
        }
    }

    /// Turns counts by block and column into the place each block's first entry of a column goes to; returns the offsets
    /// of the transpose.
    private func placeCursors(_ cursors: inout [Int], blockCount: Int) -> [Int] {
        var starts = [Int](repeating: 0, count: columns + 1)
        var running = 0
        for column in 0..<columns {
            starts[column] = running
            for block in 0..<blockCount {
                let entries = cursors[block * columns + column]
                cursors[block * columns + column] = running
                running += entries
            }
        }
        starts[columns] = running
        return starts
    }
}
