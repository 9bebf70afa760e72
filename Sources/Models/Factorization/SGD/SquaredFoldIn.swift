import LinearAlgebra
import Modelling

/// Folds in rows of ratings: each is the exact minimum of the objective in its factors and bias,
///
///     Σ over its n ratings of (r − μ − b − b' − x·y)² + n (λ ‖x‖² + λ_b b²)
///
/// with y and b' the other side's rows and biases, λ the side's own: one ridge solve for each, that of ALS.
struct SquaredFoldIn: SGDFoldIn {
    let matrix: InteractionMatrix
    let regularization: SGDRegularization
    let hasBiases: Bool
    /// μ.
    let mean: Float
    let pool: WorkerPool

    /// With a smaller λ, rounding alone would determine rows of few ratings.
    private static let leastStrength = 1e-6

    func items(_ places: [Int], from known: KnownRows, users: SGDRows, items: SGDRows) throws -> SGDRows? {
        try rows(
            SparseRows(matrix.byItem).selecting(places, columns: known.hasUser), against: users,
            strength: regularization.itemFactors, NamedRows(side: "item", ids: matrix.items, places: places))
    }

    func users(_ places: [Int], against items: SGDRows) throws -> SGDRows? {
        try rows(
            SparseRows(matrix.byUser).selecting(places), against: items, strength: regularization.userFactors,
            NamedRows(side: "user", ids: matrix.users, places: places))
    }

    /// - Throws: `TrainingError.singular` where rounding leaves a row without a solution.
    private func rows(
        _ ratings: SparseRows, against other: SGDRows, strength: Double, _ names: NamedRows
    ) throws -> SGDRows? {
        guard strength >= Self.leastStrength else { return nil }
        let step = ALSHalfStep(
            strength: strength, biasStrength: hasBiases ? regularization.biases : nil, mean: mean, pool: pool)
        let opposite = hasBiases ? BiasColumn.joining(other.factors, other.biases) : other.factors
        let solved = try names.naming(remedy: step.objective.singularityRemedy) {
            try step.rows(ratings, against: opposite)
        }
        guard hasBiases else {
            return SGDRows(factors: solved, biases: [Float](repeating: 0, count: solved.rows))
        }
        return SGDRows(factors: BiasColumn.factors(of: solved), biases: BiasColumn(splitting: solved).biases)
    }
}
