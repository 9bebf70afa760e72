import Factorization
import LinearAlgebra
import Modelling
import TestSupport
import Testing

/// Data at the edge of what makes sense: a finite model, or an error that says what is wrong.
struct SGDDegenerateTests {
    private static let losses = ["squared", "logistic", "bpr"]

    private func feedback(_ loss: String) -> InteractionMatrix.Feedback { loss == "squared" ? .explicit : .implicit }

    /// Values from 1 to 5 where `isObserved`.
    private func cells(users: Int, items: Int, isObserved: (Int, Int) -> Bool) -> [[Float?]] {
        (0..<users).map { user in
            (0..<items).map { item -> Float? in isObserved(user, item) ? Float(1 + (user + item) % 5) : nil }
        }
    }

    private func expectFinite(_ run: SGDRun) {
        #expect(run.model.isFinite)
        let areFinite = run.losses.allSatisfy(\.isFinite)
        #expect(areFinite)
    }

    @Test(arguments: losses)
    func aUserWithEveryItemAndAnEmptyOne(_ loss: String) throws {
        let cells = cells(users: 30, items: 50) { user, item in user == 0 || (user > 1 && (user + item) % 7 == 0) }
        let run = try SGDRun(
            #"{"loss": "\#(loss)", "factors": 6, "epochs": 10}"#, InteractionMatrix(feedback(loss), cells))
        expectFinite(run)
    }

    /// Nothing is unseen, so ranking has nothing to learn from and no loss to report.
    @Test func everythingSeen() throws {
        let matrix = InteractionMatrix(.implicit, [[1, 2], [3, 1]])
        let bpr = try SGDRun(#"{"loss": "bpr", "factors": 2, "epochs": 2}"#, matrix)
        #expect(bpr.losses.isEmpty && bpr.model.isFinite)
        expectFinite(try SGDRun(#"{"loss": "logistic", "factors": 2, "epochs": 2}"#, matrix))
    }

    @Test(arguments: losses, [1, 513])
    func oneFactorAndManyWithoutPenalty(_ loss: String, factors: Int) throws {
        let matrix = ALSRun.data(feedback(loss)).training
        expectFinite(
            try SGDRun(#"{"loss": "\#(loss)", "factors": \#(factors), "epochs": 5, "regularization": 0}"#, matrix))
    }

    @Test func equalRatingsArePredicted() throws {
        let cells: [[Float?]] = cells(users: 40, items: 30) { ($0 + $1) % 3 == 0 }.map { $0.map { $0.map { _ in 4 } } }
        let run = try SGDRun(#"{"factors": 4, "epochs": 20}"#, InteractionMatrix(.explicit, cells))
        let scores = run.model.scores(users: [0, 7, 39], items: [1, 20, 29])
        #expect(scores.allSatisfy { abs($0 - 4) < 0.05 })
    }

    @Test(arguments: losses)
    func oneItemWithHalfOfEverything(_ loss: String) throws {
        let cells = cells(users: 300, items: 80) { user, item in item == 0 || item == 1 + user % 79 }
        let run = try SGDRun(
            #"{"loss": "\#(loss)", "factors": 8, "epochs": 10}"#, InteractionMatrix(feedback(loss), cells))
        expectFinite(run)
    }

    /// Tiny weights leave the drawn items to teach; huge ones train or are reported as diverged.
    @Test(arguments: [1e-30, 1e30] as [Float], ["logistic", "bpr"])
    func extremeWeights(_ weight: Float, _ loss: String) throws {
        let cells = ALSRun.data(.implicit).training.cells.map { $0.map { $0.map { $0 * weight } } }
        do {
            expectFinite(
                try SGDRun(
                    #"{"loss": "\#(loss)", "factors": 4, "epochs": 3}"#, InteractionMatrix(.implicit, cells)))
        } catch let error as TrainingError {
            guard case .diverged(_, _, let remedy) = error else { throw error }
            #expect(weight > 1 && loss == "logistic" && remedy.contains("weight.cap"))
        }
    }

    @Test func hugeRatingsDiverge() throws {
        #expect(throws: TrainingError.self) {
            try SGDRun(#"{"factors": 4, "epochs": 3}"#, InteractionMatrix(.explicit, [[1e30, -1e30], [3, nil]]))
        }
    }
}
