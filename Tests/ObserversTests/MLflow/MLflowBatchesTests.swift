import Observers
import Pipeline
import Testing

@Suite struct MLflowBatchesTests {
    private func batches(_ message: JSON) throws -> [MLflowBatches.Batch] {
        MLflowBatches(try #require(MLflowMessage(message))).batches
    }

    @Test func messagesReadBack() throws {
        let json = MLflowMessages.message(
            parameters: 3, scores: 1, metrics: 2, artifacts: [("bundle/MLmodel", "/b/MLmodel")],
            registration: MLflowMessages.registration)
        #expect(try #require(MLflowMessage(json)).json == json)
    }

    @Test func keepsTheServersLimits() throws {
        let batches = try batches(MLflowMessages.message(parameters: 250, metrics: 2500))
        #expect(batches.map(\.parameters.count).reduce(0, +) == 250)
        #expect(batches.map(\.tags.count).reduce(0, +) == 2)
        #expect(batches.map(\.metrics.count).reduce(0, +) == 2500)
        for (index, batch) in batches.enumerated() {
            let body = batch.json(run: "r", position: index + 1, model: nil)
            let counts = ["params", "tags", "metrics"].map { body[$0]?.arrayValue?.count ?? 0 }
            #expect(counts[0] <= 100 && counts[1] <= 100 && counts[2] <= 1000 && counts.reduce(0, +) <= 1000)
        }
        // 100 + 100, then 50 with 2 tags and 947 metrics, 999, 554.
        #expect(batches.count == 5)
    }

    @Test func keepsBodiesBelowAMegabyte() throws {
        let batches = try batches(MLflowMessages.message(parameters: 100, valueLength: 20_000))
        #expect(batches.count == 3)
        for batch in batches { #expect(batch.json(run: "r", position: 1, model: nil).text().utf8.count < 1_000_000) }
    }

    @Test func metricsKeepStepAndTime() throws {
        let batch = try #require(try batches(MLflowMessages.message(metrics: 2)).last)
        #expect(
            batch.metrics[1]
                == ["key": "loss", "value": 1.5, "step": 1, "timestamp": 1_772_337_636_600])
    }

    @Test func scoresAreOfTheModel() throws {
        let batch = try #require(try batches(MLflowMessages.message(scores: 2, metrics: 1)).last)
        let models = { (model: String?) in
            batch.json(run: "r", position: 1, model: model)["metrics"]?.arrayValue?.map { $0["model_id"]?.stringValue }
        }
        #expect(models("m-1") == ["m-1", "m-1", nil])
        #expect(models(nil) == [nil, nil, nil])
    }

    @Test func isEmptyWithoutContent() throws {
        let batch = try #require(try batches(MLflowMessages.message()).first)
        #expect(batch.metrics.isEmpty && batch.parameters.isEmpty)
        #expect(batch.json(run: "r", position: 1, model: nil)["tags"]?.arrayValue?.last?["value"]?.stringValue == "1")
    }
}
