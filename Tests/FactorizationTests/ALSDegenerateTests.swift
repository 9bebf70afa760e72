import Factorization
import LinearAlgebra
import Modelling
import TestSupport
import Testing

/// Data sets no shop should have: each is solved to its objective, or refused with a remedy.
struct ALSDegenerateTests {
    /// User 0 has every item, user 1 nothing, item 0 half of all interactions.
    private static let lopsided: [[Float?]] = (0..<24).map { user in
        (0..<12).map { item in
            if user == 1 { return nil }
            if user == 0 || item == 0 { return Float(1 + (user + item) % 5) }
            return (user * 7 + item * 5) % 11 == 0 ? Float(1 + (user * item) % 5) : nil
        }
    }

    @Test(arguments: ["cholesky", "cg"], [1, 16, 513])
    func lopsidedConfidence(solver: String, factors: Int) throws {
        let run = try ALSRun(
            #"{"factors": \#(factors), "iterations": 2, "regularization": 0.1, "solver": "\#(solver)"}"#,
            InteractionMatrix(.implicit, Self.lopsided))
        let expected = DenseObjective(Self.lopsided, run.model).confidence(alpha: 1, regularization: 0.1)
        #expect(abs(run.loss - expected) < 1e-4 * expected)
        #expect(run.model.scores(users: [1], items: 0..<12).allSatisfy { $0 == 0 })
    }

    @Test(arguments: ["cholesky", "cg"], [1, 16, 513])
    func lopsidedIALS(solver: String, factors: Int) throws {
        let run = try ALSRun(
            """
            {"objective": "ials", "factors": \(factors), "iterations": 2, "regularization": 0.02, "solver": "\(solver)"}
            """, InteractionMatrix(.implicit, Self.lopsided))
        let expected = DenseObjective(Self.lopsided, run.model).ials(
            unobservedWeight: 0.1, isRoot: false, regularization: 0.02)
        #expect(abs(run.loss - expected) < 1e-4 * expected)
    }

    @Test(arguments: ["cholesky", "cg"], [1, 16, 512])
    func lopsidedRatings(solver: String, factors: Int) throws {
        let run = try ALSRun(
            """
            {"feedback": "explicit", "factors": \(factors), "iterations": 2, "regularization": 0.1, "solver": "\(solver)"}
            """, InteractionMatrix(.explicit, Self.lopsided))
        let model = run.model
        let expected = DenseObjective(Self.lopsided, model).explicit(
            mean: Double(model.globalMean!), userBias: model.userBias!.map(Double.init),
            itemBias: model.itemBias!.map(Double.init), regularization: 0.1)
        #expect(abs(run.loss - expected) < 1e-4 * expected)
    }

    /// Ratings that are all the same are their mean: nothing is left for biases and factors.
    @Test(arguments: ["cholesky", "cg"])
    func equalRatingsAreTheirMean(solver: String) throws {
        let cells = Self.lopsided.map { $0.map { $0.map { _ in Float(4) } } }
        let run = try ALSRun(
            #"{"feedback": "explicit", "factors": 3, "iterations": 3, "solver": "\#(solver)"}"#,
            InteractionMatrix(.explicit, cells))
        #expect(run.model.allScores().allSatisfy { abs($0 - 4) < 1e-3 })
        #expect(run.loss < 1e-4)
    }

    /// Equal weights on every pair are one preference: every score nears 1.
    @Test(arguments: ["cholesky", "cg"])
    func everybodyHasEverything(solver: String) throws {
        let cells = [[Float?]](repeating: [Float?](repeating: 2, count: 6), count: 9)
        let run = try ALSRun(
            #"{"factors": 4, "iterations": 10, "regularization": 0.01, "solver": "\#(solver)"}"#,
            InteractionMatrix(.implicit, cells))
        #expect(run.model.allScores().allSatisfy { abs($0 - 1) < 0.01 })
    }

    /// Without regularization four factors have no unique solution for a user of two items: iALS has G only of rank
    /// three here, as there are three items.
    @Test func aSingularSystemIsNamedForImplicitDataToo() throws {
        let cells: [[Float?]] = [[1, 2, nil], [nil, 1, 1], [3, nil, 1]]
        let error = try #require(throws: TrainingError.self) {
            try ALSRun(
                #"{"factors": 4, "regularization": 0, "solver": "cholesky"}"#, InteractionMatrix(.implicit, cells))
        }
        guard case .singular(let side, let row, _, let remedy) = error else {
            Issue.record("\(error)")
            return
        }
        #expect(side == "user" && row == 0)
        #expect(remedy.contains("regularization") && remedy.contains("weight.cap"))
    }

    /// Weights of 1e-30 and 1e30 side by side: solved to finite factors, or refused with a remedy, by either solver.
    @Test(arguments: ["cholesky", "cg"], [1, 8])
    func weightsSixtyOrdersApart(solver: String, factors: Int) throws {
        let cells: [[Float?]] = [[1e30, 1e-30, nil], [nil, 1e-30, 1], [1, nil, 1e30]]
        do {
            let run = try ALSRun(
                #"{"factors": \#(factors), "iterations": 3, "solver": "\#(solver)"}"#,
                InteractionMatrix(.implicit, cells))
            #expect(run.loss.isFinite)
            let areFinite = run.model.allScores().allSatisfy(\.isFinite)
            #expect(areFinite)
        } catch let error as TrainingError {
            switch error {
            case .singular(_, _, _, let remedy), .diverged(_, _, let remedy): #expect(remedy.contains("weight.cap"))
            default: Issue.record("\(error)")
            }
        }
    }

    @Test(arguments: [
        #"{"factors": 9, "iterations": 2, "solver": "cholesky"}"#, #"{"factors": 9, "iterations": 2, "solver": "cg"}"#,
        #"{"feedback": "explicit", "factors": 9, "iterations": 2}"#,
    ])
    func bitsDoNotDependOnTheThreadCount(_ settings: String) throws {
        let feedback: InteractionMatrix.Feedback = settings.contains("explicit") ? .explicit : .implicit
        let matrix = LabelledInteractions.groups(feedback, users: 700, items: 300, groups: 4, choices: 12, seed: 5)
            .training
        let runs = try [1, 2, 4].map { try ALSRun(settings, matrix, threads: $0) }
        for run in runs.dropFirst() {
            #expect(run.model.allScores() == runs[0].model.allScores())
            #expect(run.losses == runs[0].losses)
        }
    }
}
