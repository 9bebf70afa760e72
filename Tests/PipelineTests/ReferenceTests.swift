import Pipeline
import Testing

struct ReferenceTests {
    private let reader = DocumentReader(catalog: .fake, stages: .fake, environment: [:])

    private func stage(_ name: String) throws -> JSON {
        let stages = try #require(reader.pipelineSchema["properties"]?["stages"])
        #expect(stages["type"] == "array")
        #expect(stages["minItems"] == 1)
        return try branch("stage", name, of: #require(stages["items"]))
    }

    /// What holds where the key `discriminator` is `name`.
    private func branch(_ discriminator: String, _ name: String, of schema: JSON) throws -> JSON {
        let branches = try #require(schema["allOf"]?.arrayValue)
        let branch = branches.first { $0["if"]?["properties"]?[discriminator]?["const"] == .string(name) }
        return try #require(branch?["then"])
    }

    @Test func documentsAreClosedObjects() {
        let schema = reader.pipelineSchema
        #expect(schema["$schema"] == "https://json-schema.org/draft/2020-12/schema")
        #expect(schema["required"] == ["name", "stages"])
        #expect(schema["additionalProperties"] == false)
        #expect(schema["properties"]?["name"]?["pattern"] == "^[a-z][a-z0-9_-]*$")
        #expect(schema["properties"]?["seed"]?["default"] == 0)
        #expect(reader.configSchema["required"] == ["name", "datasets"])
    }

    @Test func aSettingCarriesTypeRangeDefaultAndMeaning() throws {
        let candidates = try #require(stage("train")["properties"]?["candidates"])
        let model = try branch("model", "als", of: #require(candidates["items"]))
        #expect(
            model["properties"]?["factors"] == [
                "description": "Latent dimension.", "type": "integer", "minimum": 1.0, "maximum": 4096.0, "default": 64,
            ])
        #expect(model["additionalProperties"] == false)
        #expect(model["required"] == ["id"])
        #expect(model["properties"]?["early_stopping"]?["properties"]?["patience"]?["default"] == 3)
    }

    @Test func rangesKnowWhetherTheirEndsAreIn() throws {
        let dataset = try branch("kind", "interactions", of: #require(stage("features")["properties"]?["dataset"]))
        let weight = try #require(dataset["properties"]?["weight"]?["properties"])
        #expect(weight["half_life_days"]?["exclusiveMinimum"] == 0.0)
        #expect(weight["values"]?["additionalProperties"] == ["type": "number"])
    }

    @Test func namedObjectsOfAConfigAreDescribed() throws {
        let dataset = try branch(
            "source", "csv", of: #require(reader.configSchema["properties"]?["datasets"]?["additionalProperties"]))
        let column = try #require(dataset["properties"]?["columns"]?["additionalProperties"])
        #expect(column["required"] == ["type"])
        #expect(column["properties"]?["type"]?["enum"] == ["string", "int64", "float64", "bool", "timestamp"])
        #expect(dataset["properties"]?["path"]?["type"] == "string")
        #expect(dataset["required"] == ["path", "columns"])
    }

    @Test func theReferenceHasASectionForEachKindAndComponent() {
        let text = ComponentReference(catalog: .fake, stages: .fake).markdown
        for heading in [
            "## Stages", "## Sources", "## Cleaning steps", "## Datasets", "## Splits", "## Models", "## Metrics",
            "## Exporters", "### `als`", "### `popularity`", "### `ndcg`", "### `drop_missing`", "### `config`",
        ] {
            #expect(text.contains("\n\(heading)\n"), "\(heading)")
        }
        #expect(text.contains("| `factors` | integer, from 1 to 4096 | `64` | Latent dimension. |"))
        #expect(
            text.contains("| `early_stopping.patience` | integer, at least 1 | `3` | Iterations without progress. |"))
        #expect(text.contains("| `columns` | list (string) | required | Columns that must have a value. |"))
        #expect(text.contains("| `datasets.NAME.columns.NAME.type` | one of `string`, `int64`"))
        #expect(text.contains("Named with a cutoff: `ndcg@10`."))
        #expect(!text.contains("\n\n\n"))
    }

    @Test func oneComponentCanBeLookedUp() {
        let reference = ComponentReference(catalog: .fake, stages: .fake)
        #expect(reference.texts(named: "als").count == 1)
        #expect(reference.texts(named: "als")[0].contains("Matrix factorization."))
        #expect(reference.texts(named: "nope").isEmpty)
        #expect(reference.names.contains("leave_last_out"))
    }
}
