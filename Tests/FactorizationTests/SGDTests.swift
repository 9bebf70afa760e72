import Factorization
import LinearAlgebra
import Modelling
import Pipeline
import TestSupport
import Testing

struct SGDTests {
    @Test(arguments: [
        ModelConformance(SGD.self, settings: #"{"factors": 8, "epochs": 30}"#, feedback: .explicit),
        ModelConformance(
            SGD.self, settings: #"{"factors": 8, "epochs": 60, "schedule": "cosine", "learning_rate": 0.05}"#,
            feedback: .explicit),
        ModelConformance(
            SGD.self,
            settings: #"{"factors": 8, "epochs": 60, "schedule": "inverse", "decay": 0.02, "learning_rate": 0.05}"#,
            feedback: .explicit),
    ])
    func conforms(_ model: ModelConformance<SGD>) throws {
        try model.checkAll()
    }

    @Test(arguments: ["constant", "adagrad"])
    func lossIsTheObjective(_ schedule: String) throws {
        let matrix = ALSRun.data(.explicit).training
        let (model, losses) = try fit(
            #"{"factors": 5, "epochs": 3, "regularization": 0.07, "learning_rate": 0.02, "schedule": "\#(schedule)"}"#,
            matrix)
        let expected = DenseObjective(matrix.cells, model).explicit(
            mean: Double(model.globalMean!), userBias: model.userBias!.map(Double.init),
            itemBias: model.itemBias!.map(Double.init), regularization: 0.07)
        #expect(abs(losses.last! - expected) < 1e-5 * expected)
    }

    /// Both minimise the same objective, so a long descent ends near where exact least squares does.
    @Test func descendsToWhatLeastSquaresFinds() throws {
        let matrix = ALSRun.data(.explicit).training
        let exact = try ALSRun(
            #"{"feedback": "explicit", "factors": 4, "iterations": 60, "regularization": 0.1}"#, matrix)
        let (_, losses) = try fit(
            #"{"factors": 4, "epochs": 400, "schedule": "cosine", "learning_rate": 0.03, "regularization": 0.1}"#,
            matrix)
        #expect(losses.last! < 1.05 * exact.loss)
    }

    @Test func refusesImplicitFeedback() throws {
        let error = try #require(throws: TrainingError.self) {
            try fit("{}", InteractionMatrix(.implicit, [[1]]))
        }
        #expect("\(error)".contains("features.dataset.rating"))
    }

    @Test func divergenceNamesTheSetting() throws {
        let error = try #require(throws: TrainingError.self) {
            try fit(#"{"learning_rate": 100, "schedule": "constant"}"#, ALSRun.data(.explicit).training)
        }
        guard case .diverged(let iteration, _, let remedy) = error else {
            Issue.record("\(error)")
            return
        }
        #expect(iteration >= 1 && remedy.contains("learning_rate"))
    }

    @Test func refusesDecayWithoutInverse() throws {
        let error = try #require(throws: ConfigurationError.self) { try SGD.read(#"{"decay": 0.2}"#) }
        #expect(error.problems.map(\.address) == ["decay"])
    }

    private func fit(_ settings: String, _ matrix: InteractionMatrix) throws -> (model: FactorModel, losses: [Double]) {
        BLASRuntime.useSingleThread()
        let session = TrainingSession(pool: WorkerPool(threadCount: 2), seed: 3)
        let outcome = try SGD.read(settings).fit(InteractionDataset(training: matrix), in: session)
        let model = try #require(outcome.model as? FactorModel)
        return (model, outcome.trace.iterations.compactMap(\.loss))
    }
}
