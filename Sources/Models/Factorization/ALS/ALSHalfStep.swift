import LinearAlgebra
import Modelling

/// One half of an iteration for chosen rows: their factors where the other side's stay as they are.
///
/// Row u is the exact minimum of the objective in x_u (and b_u): what the half-iteration with `cholesky` gives, and the one
/// with `cg` approaches with its steps. A row without entries is zero. O(rows of the other side · factors²) for the Gram
/// matrix, where the objective has one, and O(entries · factors² + rows · factors³) for the rows.
struct ALSHalfStep {
    let objective: ALSObjective
    /// λ.
    let strength: Double
    /// μ; 0 for implicit feedback.
    let mean: Float
    let pool: WorkerPool

    init(_ model: ALS, mean: Float, pool: WorkerPool) {
        objective = model.objective
        strength = model.regularization
        self.mean = mean
        self.pool = pool
    }

    /// The rows whose entries are `history`, against `other`: for ratings with the bias as a last column on both sides.
    ///
    /// - Throws: `LinearAlgebraError.notPositiveDefinite` where nothing determines a row: without regularization, or with
    ///   weights so far apart that the smaller ones are lost.
    func rows(_ history: SparseRows, against other: Matrix) throws -> Matrix {
        let isExplicit = objective == .explicit
        let split = isExplicit ? BiasColumn(splitting: other) : nil
        let problem = ALSProblem(
            observed: history, other: split?.withOnes ?? other, otherBias: split?.biases,
            gram: try objective.gramScale.map { try Matrix.gram(of: other, scale: $0, pool: pool) },
            regularization: objective.regularization(strength, of: history),
            coefficients: objective.coefficients(mean: mean))
        var rows = Matrix(rows: history.rowCount, columns: other.columns)
        try problem.solve(&rows, by: .cholesky, measuring: false, pool: pool)
        return rows
    }
}
