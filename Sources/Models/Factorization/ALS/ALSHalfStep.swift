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
    /// λ of biases; nil where rows don't end in one.
    let biasStrength: Double?
    /// μ; 0 for implicit feedback.
    let mean: Float
    let pool: WorkerPool

    init(_ model: ALS, mean: Float, pool: WorkerPool) {
        objective = model.objective
        strength = model.regularization
        biasStrength = objective == .explicit ? strength : nil
        self.mean = mean
        self.pool = pool
    }

    /// Of ratings.
    init(strength: Double, biasStrength: Double?, mean: Float, pool: WorkerPool) {
        objective = .explicit
        self.strength = strength
        self.biasStrength = biasStrength
        self.mean = mean
        self.pool = pool
    }

    /// The rows whose entries are `history`, against `other`: where rows have biases, with the bias as a last column on both
    /// sides.
    ///
    /// - Throws: `LinearAlgebraError.notPositiveDefinite` where nothing determines a row: without regularization, or with
    ///   weights so far apart that the smaller ones are lost.
    func rows(_ history: SparseRows, against other: Matrix) throws -> Matrix {
        let split = oppositeBias.map { BiasColumn(splitting: other, opposite: $0) }
        let problem = ALSProblem(
            observed: history, other: split?.withOpposite ?? other, otherBias: split?.biases,
            gram: try objective.gramScale.map { try Matrix.gram(of: other, scale: $0, pool: pool) },
            regularization: objective.regularization(strength, of: history),
            coefficients: objective.coefficients(mean: mean))
        var rows = Matrix(rows: history.rowCount, columns: other.columns)
        try problem.solve(&rows, by: .cholesky, measuring: false, pool: pool)
        if let oppositeBias, oppositeBias != 1 {
            let last = rows.columns - 1
            for row in 0..<rows.rows { rows[row, last] *= oppositeBias }
        }
        return rows
    }

    /// What stands opposite a bias, so that one λ does for a row: with s = √(λ / λ_b) there, the bias is s times its solved
    /// column c, and the column's penalty λ c² is λ_b b². Without a λ_b the bias gets one too small for single precision.
    private var oppositeBias: Float? {
        biasStrength.map { $0 == strength ? 1 : Float((strength / max($0, 1e-8 * strength)).squareRoot()) }
    }
}
