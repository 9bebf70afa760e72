import EvaluateStage
import Pipeline
import TestSupport
import Testing

/// The problems that reading the settings finds.
private func problems(_ json: String) -> [Problem] {
    do {
        _ = try stage(json)
        return []
    } catch let error as ConfigurationError {
        return error.problems
    } catch {
        Issue.record(error)
        return []
    }
}

@Suite struct SettingsTests {
    @Test func readsNamesAndDefaults() throws {
        let stage = try stage(#"{"metrics": ["recall@20", "mrr", "rmse"]}"#)
        #expect(stage.metrics == ["recall@20", "mrr", "rmse"])
        #expect(stage.select == "recall@20")
        #expect(stage.excludeSeen)
        let other = try EvaluateStageTests.stage(
            #"{"metrics": ["mrr", "ndcg@1000"], "select": "ndcg@1000", "exclude_seen": false, "relevant": ["buy"]}"#)
        #expect(other.select == "ndcg@1000")
        #expect(!other.excludeSeen)
        #expect(
            other.validationSettings == [
                "select": "ndcg@1000", "metrics": ["mrr": 1, "ndcg@1000": 1], "exclude_seen": false,
                "relevant": ["buy"],
            ])
    }

    @Test(arguments: [
        (#"["ndcg@10", "ndgc@20"]"#, "metrics.1", #"did you mean "ndcg@20"?"#),
        (#"["recal"]"#, "metrics.0", #"did you mean "recall@10"?"#),
        (#"["mmr"]"#, "metrics.0", #"did you mean "mrr"?"#),
        (#"["ndcg"]"#, "metrics.0", #"write "ndcg@10""#),
        (#"["ndcg@0"]"#, "metrics.0", #"write "ndcg@10""#),
        (#"["ndcg@1001"]"#, "metrics.0", #"write "ndcg@10""#),
        (#"["ndcg@+5"]"#, "metrics.0", #"write "ndcg@10""#),
        (#"["ndcg@"]"#, "metrics.0", #"write "ndcg@10""#),
        (#"["mrr@5"]"#, "metrics.0", #"write "mrr""#),
    ])
    func saysWhereANameIsWrong(names: String, address: String, hint: String) {
        let found = problems(#"{"metrics": \#(names)}"#)
        #expect(found.count == 1)
        #expect(found.first?.address == address)
        #expect(found.first?.hint == hint)
    }

    @Test func listsTheFormsOfAllNames() {
        let found = problems(#"{"metrics": ["accuracy"]}"#)
        #expect(found.first?.message == #"unknown metric "accuracy""#)
        #expect(found.first?.hint?.hasPrefix("one of: ndcg@k, precision@k") == true)
    }

    @Test func refusesNoMetricsDuplicatesAndStrangeSelections() {
        #expect(problems(#"{"metrics": []}"#).map(\.address) == ["metrics"])
        #expect(problems("{}").count == 1)
        #expect(problems(#"{"metrics": ["mrr", "mrr"]}"#).map(\.message) == ["mrr is listed twice"])
        let found = problems(#"{"metrics": ["ndcg@10"], "select": "ndcg@20"}"#)
        #expect(found.map(\.address) == ["select"])
        #expect(found.first?.hint == #"did you mean "ndcg@10"?"#)
        #expect(problems(#"{"metrics": ["mrr"], "relevant": []}"#).map(\.address) == ["relevant"])
        #expect(problems(#"{"metrics": ["mrr"], "gates": []}"#).map(\.message) == [#"unknown key "gates""#])
    }

    @Test func checksThatThereIsSomethingToScore() throws {
        let diagnostics = Diagnostics()
        let node = JSONParser.parse(Array(#"{"metrics": ["mrr"]}"#.utf8), path: "p.json", diagnostics: diagnostics)!
        let stage = EvaluateStage(
            from: SettingsReader(
                node, address: "evaluate", catalog: ComponentCatalog(metrics: allMetrics), diagnostics: diagnostics))
        stage.check(EvaluateCheck(datasetKind: "interactions", hasSplit: true))
        #expect(diagnostics.problems.isEmpty)
        stage.check(EvaluateCheck(datasetKind: "baskets", hasSplit: false))
        #expect(diagnostics.problems.count == 2)
    }
}
