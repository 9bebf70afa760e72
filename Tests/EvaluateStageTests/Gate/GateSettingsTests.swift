import EvaluateStage
import Pipeline
import Tables
import Testing

/// What is wrong with a gate is told at its place.
@Suite struct GateSettingsTests {
    /// The problems of `evaluate.gate` with one condition, read and checked.
    private func problems(
        _ condition: String, exports: Bool = true, users: TableSchema? = nil, isOfRatings: Bool = false
    ) throws -> [Problem] {
        let diagnostics = Diagnostics()
        let metrics = isOfRatings ? #"["rmse"]"# : #"["ndcg@10", "mrr", "coverage@10", "popularity_share@10"]"#
        let node = try #require(
            JSONParser.parse(
                Array(#"{"metrics": \#(metrics), "gate": [\#(condition)]}"#.utf8), path: "p.json",
                diagnostics: diagnostics))
        let reader = SettingsReader(
            node, address: "evaluate",
            catalog: ComponentCatalog(metrics: allMetrics, gateConditions: allConditions), diagnostics: diagnostics)
        let stage = EvaluateStage(from: reader)
        reader.finish()
        diagnostics.beginChecking()
        stage.check(
            EvaluateCheck(
                datasetKind: "interactions", feedback: isOfRatings ? .explicit : .implicit, hasSplit: true,
                exports: exports))
        for condition in stage.gate { condition.component.check(userSchema: users, at: condition.site) }
        return diagnostics.problems
    }

    @Test(arguments: [
        #"{"condition": "minimum", "metric": "ndcg@10", "value": 0.1}"#,
        #"{"condition": "minimum_change", "metric": "mrr", "absolute": 0}"#,
        #"{"condition": "minimum_change", "metric": "mrr", "relative": 0.01}"#,
        #"{"condition": "not_worse", "metric": "popularity_share@10", "margin": 0.01}"#,
        #"{"condition": "minimum_change", "metric": "mrr", "absolute": null, "relative": 0.01}"#,
        #"{"condition": "bounds", "metric": "coverage@10", "minimum": 0.2, "maximum": 0.2}"#,
        #"{"condition": "bounds", "metric": "coverage@10", "minimum": null, "maximum": 0.2}"#,
        #"{"condition": "maximum_fit_seconds", "seconds": 0.5}"#,
        #"{"condition": "maximum_bundle_bytes", "bytes": 1}"#,
    ])
    func readsConditions(condition: String) throws {
        #expect(try problems(condition).isEmpty)
    }

    @Test(arguments: [
        (#"{"condition": "minimun", "metric": "mrr", "value": 1}"#, "gate.0.condition", #"did you mean "minimum"?"#),
        (#"{"condition": "minimum", "metric": "ndgc@10", "value": 1}"#, "gate.0.metric", #"did you mean "ndcg@10"?"#),
        (#"{"condition": "not_worse", "metric": "mrrr", "margin": 1}"#, "gate.0.metric", #"did you mean "mrr"?"#),
        (
            #"{"condition": "minimum", "metric": "popularity_share@10", "value": 1}"#, "gate.0.metric",
            #"use {"condition": "bounds", "metric": "popularity_share@10", "maximum": …}"#
        ),
        (
            #"{"condition": "not_worse", "metric": "coverage@10", "margin": 1}"#, "gate.0.metric",
            "use the condition bounds or minimum_change"
        ),
        (#"{"condition": "minimum_change", "metric": "mrr"}"#, "gate.0", "state one of absolute and relative"),
        (
            #"{"condition": "minimum_change", "metric": "mrr", "absolute": 1, "relative": 1}"#, "gate.0",
            "state one of absolute and relative"
        ),
        (
            #"{"condition": "minimum_change", "metric": "mrr", "absolute": null}"#, "gate.0",
            "state one of absolute and relative"
        ),
        (#"{"condition": "bounds", "metric": "mrr"}"#, "gate.0", "state minimum, maximum or both"),
        (#"{"condition": "bounds", "metric": "mrr", "minimum": null}"#, "gate.0", "state minimum, maximum or both"),
        (
            #"{"condition": "bounds", "metric": "mrr", "minimum": null, "maximum": null}"#, "gate.0",
            "state minimum, maximum or both"
        ),
    ])
    func saysWhatIsWrongAndWhere(condition: String, address: String, hint: String) throws {
        let found = try problems(condition)
        #expect(found.count == 1)
        #expect(found.first?.address == "evaluate.\(address)")
        #expect(found.first?.hint == hint)
    }

    @Test(arguments: [
        (#"{"condition": "not_worse", "metric": "mrr", "margin": 0}"#, "gate.0.margin"),
        (#"{"condition": "not_worse", "metric": "mrr"}"#, "gate.0"),
        (#"{"condition": "bounds", "metric": "mrr", "minimum": 2, "maximum": 1}"#, "gate.0.minimum"),
        (#"{"condition": "bounds", "metric": "mrr", "minimum": "0.2"}"#, "gate.0.minimum"),
        (#"{"condition": "minimum_change", "metric": "mrr", "absolute": -1}"#, "gate.0.absolute"),
        (#"{"condition": "maximum_fit_seconds", "seconds": 0}"#, "gate.0.seconds"),
        (#"{"condition": "minimum", "metric": "mrr", "value": 1, "margin": 1}"#, "gate.0"),
        (#"{"metric": "mrr", "value": 1}"#, "gate.0"),
    ])
    func refusesWhatMeansNothing(condition: String, address: String) throws {
        #expect(try problems(condition).map(\.address) == ["evaluate.\(address)"])
    }

    @Test func errorsHaveNoMinimum() throws {
        let minimum = #"{"condition": "minimum", "metric": "rmse", "value": 1}"#
        #expect(try problems(minimum, isOfRatings: true).count == 1)
        let bounds = #"{"condition": "bounds", "metric": "rmse", "maximum": 1}"#
        #expect(try problems(bounds, isOfRatings: true).isEmpty)
    }

    @Test func sizeNeedsAnExport() throws {
        let size = #"{"condition": "maximum_bundle_bytes", "bytes": 1}"#
        #expect(try problems(size, exports: false).map(\.address) == ["evaluate.gate.0"])
    }

    @Test func segmentsNeedAColumn() throws {
        let condition = #"{"condition": "segments", "column": "regoin", "metric": "mrr", "maximum_loss": 0.1}"#
        #expect(try problems(condition).map(\.address) == ["evaluate.gate.0.column"])
        let users = TableSchema([.init(name: "region", type: .string), .init(name: "joined", type: .timestamp)])
        let found = try problems(condition, users: users)
        #expect(found.first?.hint == #"did you mean "region"?"#)
        #expect(try problems(condition.replacing("regoin", with: "region"), users: users).isEmpty)
        #expect(try problems(condition.replacing("regoin", with: "joined"), users: users).count == 1)
    }

    /// Conditions decide who is published, not who scores how: they are no part of what identifies the scores.
    @Test func theGateIsNoPartOfWhatIdentifiesScores() throws {
        func identity(_ gate: String) throws -> JSON {
            let diagnostics = Diagnostics()
            let node = try #require(
                JSONParser.parse(
                    Array(#"{"metrics": ["mrr"]\#(gate)}"#.utf8), path: "p.json", diagnostics: diagnostics))
            let reader = SettingsReader(
                node, address: "evaluate",
                catalog: ComponentCatalog(metrics: allMetrics, gateConditions: allConditions), diagnostics: diagnostics)
            let stage = EvaluateStage(from: reader)
            #expect(diagnostics.problems.isEmpty)
            #expect(reader.effectiveSettings["gate"]?.arrayValue?.count == stage.gate.count)
            return reader.identifyingSettings
        }
        let without = try identity("")
        #expect(try identity(#", "gate": [{"condition": "minimum", "metric": "mrr", "value": 1}]"#) == without)
    }
}
