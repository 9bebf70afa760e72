import LinearAlgebra
import Modelling

/// Ratings, visited with squared loss; and the objective over them.
struct SquaredExamples: Sendable {
    private let grid: RatingGrid
    private let regularization: SGDRegularization
    /// n_u and n_i.
    private let userCounts: [Float]
    private let itemCounts: [Float]

    init(_ matrix: InteractionMatrix, regularization: SGDRegularization, pool: WorkerPool) throws {
        grid = try RatingGrid(matrix.byUser, transpose: matrix.byItem, pool: pool)
        self.regularization = regularization
        userCounts = Self.entryCounts(of: matrix.byUser)
        itemCounts = Self.entryCounts(of: matrix.byItem)
    }

    private static func entryCounts(of matrix: SparseMatrix) -> [Float] {
        (0..<matrix.rows).map { Float(matrix.range(ofRow: $0).count) }
    }

    /// One epoch; returns Σ e² as seen on the way.
    func sweep(_ model: inout SGDModel, random: RandomSource, pool: WorkerPool) throws -> Double {
        let grid = grid
        return try model.withKernel { kernel in
            try grid.sweep(random: random, pool: pool, makeScratch: {}) { range, _, _ in
                kernel.sweepSquared(grid.ratings, range: range)
            }
        }
    }

    /// The written objective at the model as it stands: one reading pass over the ratings and one over the rows.
    func objective(_ model: inout SGDModel, pool: WorkerPool) throws -> Double {
        let grid = grid
        let error = try model.withKernel { kernel in
            try pool.map(count: grid.blocks.count, chunkSize: 1) { chunk in
                kernel.squaredError(grid.ratings, range: grid.blocks[chunk.lowerBound])
            }
        }.reduce(0, +)
        let users = try Self.penalty(
            of: model.users, userCounts, regularization.userFactors, regularization.biases, pool)
        let items = try Self.penalty(
            of: model.items, itemCounts, regularization.itemFactors, regularization.biases, pool)
        return error + users + items
    }

    /// Σ over rows of count · (λ‖factors‖² + λ_b bias²).
    private static func penalty(
        of side: SGDSide, _ counts: [Float], _ factorStrength: Double, _ biasStrength: Double, _ pool: WorkerPool
    ) throws -> Double {
        try pool.map(count: side.rowCount, chunkSize: 4096) { rows in
            rows.reduce(0.0) { sum, row in
                let bias = Double(side.records[row].x)
                let size = side.squaredNorm(ofRow: row)
                return sum + Double(counts[row]) * (factorStrength * size + biasStrength * bias * bias)
            }
        }.reduce(0, +)
    }
}
