import Modelling
import Pipeline
import Tables
import TestSupport
import Testing
import TrainStage

struct TrainStageFitTests {
    @Test func fitsAndRestores() throws {
        let stage = try Stages.train(#"{"id": "a", "model": "als", "factors": 3, "iterations": 4}"#)
        let fitted = try fit(stage, on: Stages.implicit)
        #expect(fitted.id == "a" && fitted.modelName == "als")
        #expect(fitted.trace.iterations.count == 4 && fitted.trace.chosenIteration == 4)
        #expect(fitted.fitSeconds > 0)
        let restored = try stage.restore(
            stage.candidates[0], model: fitted.model.archive(), trace: fitted.trace, fitSeconds: 2)
        #expect(restored.model.archive() == fitted.model.archive())
        #expect(restored.trace == fitted.trace && restored.fitSeconds == 2 && restored.settings == fitted.settings)
    }

    @Test func reportsProgress() throws {
        let progress = RecordingProgress()
        let stage = try Stages.train(#"{"id": "a", "model": "als", "iterations": 2}"#)
        _ = try stage.fit(
            stage.candidates[0], on: Stages.implicit, validation: nil, fixedIterations: nil,
            in: Stages.context(progress: progress))
        #expect(progress.lines == ["train a 1/2 iterations", "train a 2/2 iterations"])
    }

    /// The bar ends although training stopped before the iterations asked for.
    @Test func timeBudgetEndsTraining() throws {
        let progress = RecordingProgress()
        let stage = try Stages.train(#"{"id": "a", "model": "als", "iterations": 5, "time_budget_seconds": 1e-9}"#)
        let fitted = try stage.fit(
            stage.candidates[0], on: Stages.implicit, validation: nil, fixedIterations: nil,
            in: Stages.context(progress: progress))
        #expect(fitted.trace.ending == .timeBudget)
        #expect(progress.lines == ["train a 1/5 iterations", "train a 1/1 iterations"])
        let refit = try stage.fit(
            stage.candidates[0], on: Stages.implicit, validation: nil, fixedIterations: 3, in: Stages.context())
        #expect(refit.trace.iterations.count == 3 && refit.trace.ending == .finished)
    }

    @Test func earlyStoppingKeepsTheBestModel() throws {
        let stage = try Stages.train(
            #"{"id": "a", "model": "sgd", "factors": 2, "epochs": 9, "early_stopping": {"patience": 2}}"#)
        // The rating of the pair is 5 and the mean below 3, so its prediction rises, and this falls, from the start.
        let validation = TrainingSession.Validation(metricName: "falling", higherIsBetter: true) { model in
            Double(-model.scores(users: [0], items: [0])[0])
        }
        let fitted = try stage.fit(
            stage.candidates[0], on: Stages.explicit, validation: validation, fixedIterations: nil,
            in: Stages.context())
        #expect(fitted.trace.ending == .stoppedEarly)
        #expect(fitted.trace.iterations.count == 3 && fitted.trace.chosenIteration == 1)
    }

    @Test func divergenceIsADataErrorWithASetting() throws {
        let stage = try Stages.train(
            #"{"id": "wild", "model": "sgd", "schedule": "constant", "learning_rate": 1000}"#)
        let error = try #require(throws: DataError.self) { try fit(stage, on: Stages.explicit) }
        #expect(error.place == "train.candidates.wild")
        #expect(error.remedy.contains("learning_rate"))
    }

    @Test func datasetsOfAnotherKindAreRefused() throws {
        let stage = try Stages.train(#"{"id": "a", "model": "popularity"}"#)
        let error = try #require(throws: DataError.self) { try fit(stage, on: OtherDataset()) }
        #expect(error.found.contains("\"other\"") && error.expected.contains("\"interactions\""))
    }

    @Test func checkNamesTheKindOfDataset() throws {
        let node = try #require(
            JSONParser.parse(#"{"candidates": [{"id": "a", "model": "popularity"}]}"#, origin: .flag("test")))
        let diagnostics = Diagnostics()
        let stage = TrainStage(
            from: SettingsReader(node, address: "train", catalog: Stages.catalog, diagnostics: diagnostics))
        stage.check(ModelCheck(datasetKind: "interactions", hasValidation: false, selectMetric: nil))
        #expect(diagnostics.problems.isEmpty)
        stage.check(ModelCheck(datasetKind: "baskets", hasValidation: false, selectMetric: nil))
        #expect(diagnostics.problems.map(\.address) == ["train.candidates.a.model"])
    }

    private func fit(_ stage: TrainStage, on dataset: any Dataset) throws -> TrainedCandidate {
        try stage.fit(
            stage.candidates[0], on: dataset, validation: nil, fixedIterations: nil, in: Stages.context())
    }
}

/// A kind of dataset no model trains on.
private struct OtherDataset: Dataset {
    static let kind = "other"
    let counts: [(name: String, count: Int)] = []
    let distributions: [Distribution] = []

    init() {}
    init(archive: TensorArchive) throws {}
    func archive() -> TensorArchive { TensorArchive([]) }
}
