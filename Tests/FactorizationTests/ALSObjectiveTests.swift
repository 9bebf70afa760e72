import Factorization
import LinearAlgebra
import Modelling
import Pipeline
import TestSupport
import Testing

/// The loss that is printed is the objective that is written.
struct ALSObjectiveTests {
    // Three users, three items, one factor: x = (1, 2, 0), y = (1, 0.5, −1).
    //
    //     observed w          x·y
    //     1   ·   2           1    0.5  −1
    //     ·   3   ·           2    1    −2
    //     ·   ·   ·           0    0     0
    private static let cells: [[Float?]] = [[1, nil, 2], [nil, 3, nil], [nil, nil, nil]]
    private static let dense = DenseObjective(cells, users: [[1], [2], [0]], items: [[1], [0.5], [-1]])

    /// With α = 2, c = 3, 5 and 7 where observed: 3·0 + 5·4 + 7·0 there and 0.25 + 4 + 4 elsewhere, 28.25 in all;
    /// ‖x‖² = 5 and ‖y‖² = 2.25, so λ = 0.1 adds 0.725.
    @Test func confidenceByHand() {
        #expect(abs(Self.dense.confidence(alpha: 2, regularization: 0.1) - 28.975) < 1e-12)
    }

    /// 1·0 + 2·4 + 3·0 = 8 where observed; Σ all (x·y)² = 1 + 0.25 + 1 + 4 + 1 + 4 = 11.25, of which α₀ = 0.1 takes 1.125.
    /// n_u + 0.3 = 2.3, 1.3, 0.3 and n_i + 0.3 = 1.3 each: 2.3·1 + 1.3·4 + 1.3·2.25 = 10.425, of which λ = 0.01 takes
    /// 0.10425.
    @Test func ialsByHand() {
        let loss = Self.dense.ials(unobservedWeight: 0.1, isRoot: false, regularization: 0.01)
        #expect(abs(loss - 9.22925) < 1e-12)
    }

    /// Errors with μ = 2, b_u = (0.5, 0, 0), b_i = (−0.5, 0, 1): 1 − 2 − 1 = −2, 2 − 3.5 + 1 = −0.5, 3 − 2 − 1 = 0, so 4.25;
    /// 2·(1 + 0.25) + 1·4 for the users, 1.25 + 0.25 + 2 for the items: 10, of which λ = 0.1 takes 1.
    @Test func explicitByHand() {
        let loss = Self.dense.explicit(
            mean: 2, userBias: [0.5, 0, 0], itemBias: [-0.5, 0, 1], regularization: 0.1)
        #expect(abs(loss - 5.25) < 1e-12)
    }

    @Test(arguments: ["cholesky", "cg"], [1, 4])
    func confidenceLossIsTheObjective(_ solver: String, _ iterations: Int) throws {
        let matrix = ALSRun.data(.implicit).training
        let run = try ALSRun(
            """
            {"factors": 5, "iterations": \(iterations), "regularization": 0.3, "alpha": 2.5, "solver": "\(solver)"}
            """, matrix)
        let expected = DenseObjective(matrix.cells, run.model).confidence(alpha: 2.5, regularization: 0.3)
        #expect(abs(run.loss - expected) < 1e-5 * expected)
    }

    @Test(arguments: ["cholesky", "cg"], ["1", "0.5"])
    func ialsLossIsTheObjective(_ solver: String, _ exponent: String) throws {
        let matrix = ALSRun.data(.implicit).training
        let run = try ALSRun(
            """
            {"objective": "ials", "factors": 5, "iterations": 3, "regularization": 0.02, "unobserved_weight": 0.2,
             "regularization_exponent": \(exponent), "solver": "\(solver)"}
            """, matrix)
        let expected = DenseObjective(matrix.cells, run.model).ials(
            unobservedWeight: 0.2, isRoot: exponent == "0.5", regularization: 0.02)
        #expect(abs(run.loss - expected) < 1e-5 * expected)
    }

    @Test(arguments: ["cholesky", "cg"])
    func explicitLossIsTheObjective(_ solver: String) throws {
        let matrix = ALSRun.data(.explicit).training
        let run = try ALSRun(
            """
            {"feedback": "explicit", "factors": 5, "iterations": 3, "regularization": 0.05, "solver": "\(solver)"}
            """, matrix)
        let model = run.model
        let expected = DenseObjective(matrix.cells, model).explicit(
            mean: Double(model.globalMean!), userBias: model.userBias!.map(Double.init),
            itemBias: model.itemBias!.map(Double.init), regularization: 0.05)
        #expect(abs(run.loss - expected) < 1e-5 * expected)
    }

    /// An item everybody has is too long for the kernel's gathered block and is read piece by piece.
    @Test func lossCountsRowsOfAnyLength() throws {
        var random = RandomSource(seed: 23)
        let cells: [[Float?]] = (0..<6000).map { _ in
            [1] + (1..<5).map { _ in random.uniform() < 0.2 ? Float(1 + random.integer(below: 3)) : nil }
        }
        let matrix = InteractionMatrix(.implicit, cells)
        let run = try ALSRun(#"{"factors": 3, "iterations": 2, "regularization": 0.1}"#, matrix)
        let expected = DenseObjective(cells, run.model).confidence(alpha: 1, regularization: 0.1)
        // The row's residual is a sum of 6,000 terms in single precision.
        #expect(abs(run.loss - expected) < 1e-4 * expected)
    }

    /// Each half of an exact iteration minimises the objective over one side, so it never rises.
    @Test(arguments: [
        #"{"factors": 8, "solver": "cholesky"}"#, #"{"factors": 8, "objective": "ials", "solver": "cholesky"}"#,
        #"{"factors": 8, "feedback": "explicit"}"#, #"{"factors": 8, "solver": "cg"}"#,
    ])
    func lossNeverRises(_ settings: String) throws {
        let feedback: InteractionMatrix.Feedback = settings.contains("explicit") ? .explicit : .implicit
        let run = try ALSRun(settings, ALSRun.data(feedback).training)
        for (before, after) in zip(run.losses, run.losses.dropFirst()) {
            #expect(after <= before * (1 + 1e-6))
        }
    }
}
