import Pipeline
import Tables
import Testing

struct ResolvedPipelineTests {
    @Test func recordsHoldAllEffectiveSettings() throws {
        let resolved = try Site().resolve(Documents.pipeline)
        #expect(
            resolved.pipeline.settings(of: .train) == [
                "candidates": [
                    ["id": "als-64", "model": "als", "factors": 48, "regularization": 0.05],
                    ["id": "popular", "model": "popularity"],
                ]
            ])
        #expect(
            resolved.pipeline.json["stages"]?.arrayValue?.map { $0["stage"]?.stringValue }
                == ["load", "clean", "features", "train", "evaluate", "export"])
        #expect(resolved.pipeline.json["seed"] == 7)
        #expect(resolved.config.json["threads"] == 0)
        #expect(resolved.config.json["datasets"]?["events"]?["timezone"] == "UTC")
        #expect(resolved.config.json["$schema"] == nil)
    }

    @Test func pathsAreNoPartOfAnIdentity() throws {
        let source = try Site().resolve(Documents.pipeline).config.datasets[0].source
        #expect(source.settings["path"] != nil)
        #expect(source.identity == ["delimiter": ","])
        #expect(source.identity != source.settings)
    }

    @Test func schemasAreThoseAfterCleaning() throws {
        let cleaning = Documents.pipeline.replacingOccurrences(
            of: "\"columns\": [\"user\"] }",
            with:
                "\"columns\": [\"user\"] }, { \"step\": \"rename\", \"table\": \"events\", \"column\": \"time\", \"to\": \"at\" }"
        )
        let resolved = try Site().resolve(cleaning)
        #expect(
            resolved.schemas == [
                "events": TableSchema([.init(name: "user", type: .string), .init(name: "at", type: .timestamp)])
            ])
    }

    @Test func aTableOfASitesDatasetIsCleanedFirstAsTheSiteSays() throws {
        let config = Documents.config.replacingOccurrences(
            of: "\"path\": \"data/events.csv\",",
            with: "\"path\": \"e\", \"clean\": [ { \"step\": \"drop_missing\", \"columns\": [\"time\"] } ],")
        let resolved = try Site().resolve(Documents.pipeline, config)
        #expect(resolved.siteSteps.map(\.table) == ["events"])
        #expect(resolved.siteSteps[0].step.settings == ["columns": ["time"]])
        #expect(Array(resolved.datasets.keys) == ["events"])
    }

    @Test func aPipelineWithoutCleaningCleansNothingOfItsOwn() throws {
        let start = try #require(Documents.pipeline.range(of: "    { \"stage\": \"clean\""))
        let end = try #require(Documents.pipeline.range(of: "    { \"stage\": \"features\""))
        var text = Documents.pipeline
        text.removeSubrange(start.lowerBound..<end.lowerBound)
        let resolved = try Site().resolve(text)
        #expect(resolved.pipeline.clean.steps.isEmpty)
        #expect(resolved.pipeline.stages == StageName.allCases)
    }
}
