/// Rows per chunk of the parallel products: fixed, because the partial sums of a Gram matrix depend on the cut.
private let rowsPerChunk = 4096

extension Matrix {
    /// scale · AᵀA for A: n × d; the result is d × d and exactly symmetric.
    ///
    /// Computed over fixed chunks of rows whose partial sums are added in chunk order, so the bits do not depend on
    /// the pool's thread count. O(n · d²). An empty matrix gives zeros.
    public static func gram(of a: Matrix, scale: Float = 1, pool: WorkerPool = .serial) throws -> Matrix {
        let columns = a.columns
        let partials = try pool.map(count: a.rows, chunkSize: rowsPerChunk) { rows in
            var partial = Matrix(rows: columns, columns: columns)
            a.withUnsafeBufferPointer { elements in
                partial.withUnsafeMutableBufferPointer { partial in
                    BLAS.gramLower(
                        UnsafeBufferPointer(
                            rebasing: elements[rows.lowerBound * columns..<rows.upperBound * columns]),
                        rows: rows.count, columns: columns, alpha: scale, into: partial)
                }
            }
            return partial
        }
        var total = Matrix(rows: columns, columns: columns)
        total.withUnsafeMutableBufferPointer { total in
            for partial in partials {
                partial.withUnsafeBufferPointer { BLAS.addScaled($0, by: 1, to: total) }
            }
            for row in 0..<columns {
                for column in 0..<row { total[column * columns + row] = total[row * columns + column] }
            }
        }
        return total
    }

    /// Σ of squared elements in double precision, over fixed chunks in order.
    public func sumOfSquares(pool: WorkerPool = .serial) throws -> Double {
        try pool.map(count: rows, chunkSize: rowsPerChunk) { range in
            withUnsafeBufferPointer { elements in
                BLAS.sumOfSquares(
                    UnsafeBufferPointer(rebasing: elements[range.lowerBound * columns..<range.upperBound * columns]))
            }
        }.reduce(0, +)
    }
}
