import LinearAlgebra

/// Starting points of factor matrices.
enum FactorInitialization {
    /// Which matrix of a model is filled: each has random numbers of its own.
    enum Side: UInt64 {
        case users = 0
        case items = 1
    }

    /// Independent normal draws with mean 0 and deviation `deviation` / √factors, so that the product of two rows has the
    /// same size whatever their length (Rendle et al. 2022, section 4.3). `extraColumns` zeros follow in each row.
    ///
    /// Every row draws from its own stream, so its numbers depend on the seed, the side and the row alone.
    static func gaussian(
        rows: Int, factors: Int, extraColumns: Int = 0, deviation: Double, side: Side, seed: UInt64, pool: WorkerPool
    ) throws -> Matrix {
        let source = RandomSource(seed: seed).split(stream: side.rawValue)
        let scale = deviation / Double(factors).squareRoot()
        var matrix = Matrix(rows: rows, columns: factors + extraColumns)
        let columns = matrix.columns
        try matrix.withSharedBuffer { elements in
            try pool.forEachChunk(count: rows, chunkSize: 1024) { range, _ in
                for row in range {
                    var random = source.split(stream: UInt64(row))
                    for element in row * columns..<row * columns + factors {
                        elements[element] = Float(scale * random.gaussian())
                    }
                }
            }
        }
        return matrix
    }
}

extension Matrix {
    /// Σ over rows of weight · ‖row‖², in double precision, summed over fixed chunks in order.
    func weightedSumOfSquares(_ weights: [Float], pool: WorkerPool) throws -> Double {
        precondition(weights.count == rows, "one weight per row")
        return try pool.map(count: rows, chunkSize: 4096) { range in
            range.reduce(0.0) { sum, row in
                sum + Double(weights[row]) * withRow(row) { BLAS.sumOfSquares($0) }
            }
        }.reduce(0, +)
    }
}
