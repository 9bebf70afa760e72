import Benchmarking
import LinearAlgebra
import Modelling

/// The half of an iteration of implicit ALS that solves the items, as `als-cg-64` does it, with and without its loss.
struct FusedLoss {
    private let problem: ALSProblem
    private let users: Matrix
    private let items: Matrix
    private let pool: WorkerPool

    private static let steps = 3
    private static let regularization: Float = 0.05
    private static let repeats = 5

    init(_ training: InteractionMatrix, _ factors: FactorModel.Factors, pool: WorkerPool) throws {
        let byItem = training.byItem
        let observed = SparseRows(
            offsets: byItem.offsets, columns: byItem.indices, weights: byItem.values, columnCount: byItem.columns)
        problem = ALSProblem(
            observed: observed, other: factors.users, gram: try Matrix.gram(of: factors.users, pool: pool),
            regularization: Array(repeating: Self.regularization, count: byItem.rows),
            coefficients: .confidence(alpha: 1))
        users = factors.users
        items = factors.items
        self.pool = pool
    }

    /// What the loss of one iteration takes: the medians of halves in turn.
    func seconds() throws -> Double {
        var with: [Double] = []
        var without: [Double] = []
        for _ in 0..<Self.repeats {
            without.append(try secondsOfHalf(measuring: false))
            with.append(try secondsOfHalf(measuring: true))
        }
        guard let with = SampleSummary(with), let without = SampleSummary(without) else { return .nan }
        return with.median - without.median
    }

    private func secondsOfHalf(measuring: Bool) throws -> Double {
        var items = items
        let started = ContinuousClock.now
        try problem.solve(&items, by: .conjugateGradient(steps: Self.steps), measuring: measuring, pool: pool)
        if measuring { _ = try squares(of: users) }
        return (ContinuousClock.now - started) / .seconds(1)
    }

    /// The users' part of the penalty.
    private func squares(of rows: Matrix) throws -> Double {
        try pool.map(count: rows.rows, chunkSize: 4096) { range in
            range.reduce(0.0) { sum, row in sum + rows.withRow(row) { BLAS.sumOfSquares($0) } }
        }.reduce(0, +)
    }
}
