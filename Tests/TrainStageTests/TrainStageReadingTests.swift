import Pipeline
import TestSupport
import Testing
import TrainStage

struct TrainStageReadingTests {
    @Test func readsCandidatesInOrder() throws {
        let stage = try Stages.train(
            #"{"id": "als-8", "model": "als", "factors": 8}, {"id": "popular", "model": "popularity"}"#)
        #expect(stage.candidates.map(\.id) == ["als-8", "popular"])
        #expect(stage.candidates.map(\.model.name) == ["als", "popularity"])
        #expect(stage.candidates[0].model.settings["factors"] == 8)
        // The budget belongs to the stage: it doesn't make another model of a candidate.
        let limited = try Stages.train(#"{"id": "a", "model": "als", "factors": 8, "time_budget_seconds": 3}"#)
        #expect(limited.candidates[0].model.settings == stage.candidates[0].model.settings)
    }

    @Test(arguments: [
        (#"{"id": "a", "model": "popularity"}, {"id": "a", "model": "als"}"#, "second candidate"),
        (#"{"id": "Als 64", "model": "als"}"#, "[a-z][a-z0-9_-]*"),
        (#"{"id": "a", "model": "asl"}"#, "unknown model \"asl\""),
        (#"{"id": "a"}"#, "\"model\" is missing"),
        (#"{"model": "popularity"}"#, "\"id\" is missing"),
        (#"{"id": "a", "model": "popularity", "factors": 3}"#, "unknown key \"factors\""),
        (#"{"id": "a", "model": "als", "time_budget_seconds": 0}"#, "above 0"),
    ])
    func reportsMistakes(_ candidates: String, _ message: String) throws {
        let error = try #require(throws: ConfigurationError.self) { try Stages.train(candidates) }
        #expect(error.problems.count == 1)
        #expect(error.description.contains(message))
    }

    @Test func suggestsTheNearestModel() throws {
        let error = try #require(throws: ConfigurationError.self) {
            try Stages.train(#"{"id": "a", "model": "popularty"}"#)
        }
        #expect(error.description.contains("\"popularity\""))
    }

    @Test func needsACandidate() {
        #expect(throws: ConfigurationError.self) { try Stages.train("") }
    }
}
