import Factorization
import LinearAlgebra
import Modelling
import Testing
import TestSupport

/// What comes out is the solution of the normal equations, and of the problem.
struct ALSSolutionTests {
    /// The items are solved last: each must satisfy its own dense normal equations given the users.
    @Test func confidenceSolvesTheDenseSystem() throws {
        let matrix = ALSRun.data(.implicit).training
        let run = try ALSRun(#"{"factors": 6, "iterations": 2, "alpha": 3, "solver": "cholesky"}"#, matrix)
        try expectSolved(run.model, matrix, regularization: { _ in 0.05 }) { weight in
            weight.map { (confidence: 1 + 3 * $0, target: 1 + 3 * $0) } ?? (1, 0)
        }
    }

    @Test func ialsSolvesTheDenseSystem() throws {
        let matrix = ALSRun.data(.implicit).training
        let run = try ALSRun(
            #"{"objective": "ials", "factors": 6, "iterations": 2, "regularization": 0.01, "solver": "cholesky"}"#,
            matrix)
        let users = Double(matrix.users.count)
        try expectSolved(run.model, matrix, regularization: { 0.01 * (Double($0) + 0.1 * users) }) { weight in
            (confidence: 0.1 + (weight ?? 0), target: weight ?? 0)
        }
    }

    /// Σ_u c x xᵀ + λI and Σ_u c p x over all users, observed or not, against the stored row.
    private func expectSolved(
        _ model: FactorModel, _ matrix: InteractionMatrix, regularization: (_ count: Int) -> Double,
        _ coefficients: (Double?) -> (confidence: Double, target: Double)
    ) throws {
        let users = DenseObjective.rows(of: model.factors!.users)
        let items = DenseObjective.rows(of: model.factors!.items)
        let cells = matrix.cells
        for (item, row) in items.enumerated() {
            let order = row.count
            var system = [Double](repeating: 0, count: order * order)
            var side = [Double](repeating: 0, count: order)
            for (user, x) in users.enumerated() {
                let (confidence, target) = coefficients(cells[user][item].map(Double.init))
                for i in 0..<order {
                    side[i] += target * x[i]
                    for j in 0..<order { system[i * order + j] += confidence * x[i] * x[j] }
                }
            }
            for i in 0..<order { system[i * order + i] += regularization(matrix.byItem.range(ofRow: item).count) }
            expectClose(row, try Cholesky(order: order, matrix: system).solve(side), 1e-4)
        }
    }

    /// The same for ratings: factors and bias of an item together, (x_u, 1) as the regressors.
    @Test func explicitSolvesTheDenseSystem() throws {
        let matrix = ALSRun.data(.explicit).training
        let model = try ALSRun(
            #"{"feedback": "explicit", "factors": 4, "iterations": 2, "regularization": 0.1}"#, matrix
        ).model
        let users = DenseObjective.rows(of: model.factors!.users)
        let cells = matrix.cells
        for item in 0..<model.itemCount {
            let order = 5
            var system = [Double](repeating: 0, count: order * order)
            var side = [Double](repeating: 0, count: order)
            for (user, x) in users.enumerated() {
                guard let rating = cells[user][item] else { continue }
                let regressors = x + [1]
                let target = Double(rating) - Double(model.globalMean!) - Double(model.userBias![user])
                for i in 0..<order {
                    side[i] += target * regressors[i]
                    for j in 0..<order { system[i * order + j] += regressors[i] * regressors[j] }
                }
            }
            let count = matrix.byItem.range(ofRow: item).count
            guard count > 0 else { continue }
            for i in 0..<order { system[i * order + i] += 0.1 * Double(count) }
            let row = model.factors!.items.row(item).map(Double.init) + [Double(model.itemBias![item])]
            expectClose(row, try Cholesky(order: order, matrix: system).solve(side), 1e-4)
        }
    }

    @Test(arguments: [
        #""objective": "confidence""#, #""objective": "ials", "regularization": 0.02"#, #""feedback": "explicit""#,
    ])
    func manyStepsConvergeToCholesky(_ objective: String) throws {
        let matrix = ALSRun.data(objective.contains("explicit") ? .explicit : .implicit).training
        let exact = try ALSRun(#"{\#(objective), "factors": 6, "iterations": 3, "solver": "cholesky"}"#, matrix)
        let iterative = try ALSRun(
            #"{\#(objective), "factors": 6, "iterations": 3, "solver": "cg", "cg_steps": 40}"#, matrix)
        let scores = exact.model.allScores().map(Double.init)
        expectClose(iterative.model.allScores().map(Double.init), scores, 1e-3)
        #expect(abs(iterative.loss - exact.loss) < 1e-4 * exact.loss)
    }

    /// Ratings that are exactly μ + b_u + b_i + x·y with two factors are found again from 60 % of them.
    @Test func explicitRecoversLowRankRatings() throws {
        var random = RandomSource(seed: 17)
        let (users, items) = (120, 80)
        let rows = (0..<users).map { _ in (0..<3).map { _ in random.gaussian() } }
        let columns = (0..<items).map { _ in (0..<3).map { _ in random.gaussian() } }
        let truth = rows.map { x in
            columns.map { y in Float(3.5 + 0.5 * x[2] + 0.5 * y[2] + 0.6 * (x[0] * y[0] + x[1] * y[1])) }
        }
        let cells: [[Float?]] = truth.map { $0.map { random.uniform() < 0.6 ? $0 : nil } }
        let run = try ALSRun(
            #"{"feedback": "explicit", "factors": 2, "iterations": 60, "regularization": 1e-6}"#,
            InteractionMatrix(.explicit, cells))
        let predicted = run.model.allScores()
        let errors = zip(predicted, truth.joined()).map { Double(abs($0 - $1)) }
        #expect(errors.max()! < 0.02)
    }

    /// One user, one item, one factor, w = 1: y = 2x / (2x² + λ) once the item is solved.
    @Test func onePairByHand() throws {
        let run = try ALSRun(
            #"{"factors": 1, "regularization": 0.05, "solver": "cholesky", "iterations": 1}"#,
            InteractionMatrix(.implicit, [[1]]))
        let x = Double(run.model.factors!.users[0, 0])
        let y = Double(run.model.factors!.items[0, 0])
        #expect(abs(y - 2 * x / (2 * x * x + 0.05)) < 1e-5)
    }

    private func expectClose(_ found: [Double], _ expected: [Double], _ tolerance: Double) {
        let scale = expected.map(abs).max() ?? 0
        let difference = zip(found, expected).map { abs($0 - $1) }.max() ?? 0
        #expect(found.count == expected.count && difference <= tolerance * max(scale, 1e-3))
    }
}
