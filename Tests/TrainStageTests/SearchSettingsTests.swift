import Modelling
import Pipeline
import Tables
import TestSupport
import Testing
import TrainStage

/// What can go wrong with a search is said before anything runs, at its place.
struct SearchSettingsTests {
    private static let catalog = ComponentCatalog(models: [.init(StubModel.self), .init(Fixed.self), .init(Wide.self)])

    private static let sound = ModelCheck(
        datasetKind: "interactions", hasValidation: true, selectMetric: "ndcg@10", metrics: ["ndcg@10", "mrr"], seed: 3)

    /// The problems of a stage, each as `column: address: message; hint`.
    private func problems(
        _ search: String, candidates: String = #"{"id": "s", "model": "stub"}"#, _ chain: ModelCheck = sound
    ) throws -> [String] {
        let text = "{\"candidates\": [\(candidates)], \"search\": \(search)}"
        let diagnostics = Diagnostics()
        let node = try #require(JSONParser.parse([UInt8](text.utf8), path: "p.json", diagnostics: diagnostics))
        let reader = SettingsReader(node, address: "train", catalog: Self.catalog, diagnostics: diagnostics)
        let stage = TrainStage(from: reader)
        reader.finish()
        diagnostics.beginChecking()
        stage.check(chain)
        // Every problem lies in the text it is about.
        for problem in diagnostics.problems {
            guard case .file(_, 1, let column) = problem.origin else {
                Issue.record("\(problem)")
                continue
            }
            #expect(column >= 1 && column <= text.count)
        }
        return diagnostics.problems.map(\.description)
    }

    @Test(arguments: [
        #"{"candidate": "s", "parameters": {"x": {"uniform": [-1, 1]}}}"#,
        #"{"candidate": "s", "metric": "mrr", "trials": 3, "parameters": {"x": {"log_uniform": [0.001, 1]}}}"#,
        #"[{"candidate": "s", "parameters": {"early_stopping.patience": {"log_integer": [1, 50]}}}]"#,
        #"{"candidate": "s", "method": "grid", "parameters": {"kind": {"choice": ["plain", "other"]}, "x": {"integer": [1, 3]}}}"#,
        #"{"candidate": "s", "parameters": {"iterations": {"integer": [1, 9]}}}"#,
        #"{"candidate": "s", "halving": {}, "parameters": {"x": {"choice": [1, 2]}}}"#,
    ])
    func soundSearchesHaveNoProblems(_ search: String) throws {
        #expect(try problems(search) == [])
    }

    @Test(arguments: [
        (#"{"candidate": "t", "parameters": {"x": {"uniform": [0, 1]}}}"#, "unknown candidate \"t\""),
        (#"{"parameters": {"x": {"uniform": [0, 1]}}}"#, "\"candidate\" is missing"),
        (#"{"candidate": "s"}"#, "\"parameters\" is missing"),
        (#"{"candidate": "s", "parameters": {}}"#, "nothing to search"),
        (#"{"candidate": "s", "parameters": {"x": {}}}"#, "no values to search"),
        (#"{"candidate": "s", "parameters": {"x": {"uniform": [0, 1], "choice": [1]}}}"#, "2 kinds of values"),
        (#"{"candidate": "s", "parameters": {"x": {"uniform": [1, 0]}}}"#, "low below high"),
        (#"{"candidate": "s", "parameters": {"x": {"uniform": [1]}}}"#, "low below high"),
        (#"{"candidate": "s", "parameters": {"x": {"log_uniform": [0, 1]}}}"#, "expected ends above 0"),
        (#"{"candidate": "s", "parameters": {"x": {"choice": []}}}"#, "the list is empty"),
        (#"{"candidate": "s", "parameters": {"x": {"unifrom": [0, 1]}}}"#, "did you mean \"uniform\""),
        (
            #"{"candidate": "s", "parameters": {"kid": {"choice": ["plain"]}}}"#,
            "\"kid\" is no setting of the model stub; did you mean \"kind\"?"
        ),
        (#"{"candidate": "s", "parameters": {"id": {"choice": ["b"]}}}"#, "\"id\" is no setting of the model stub"),
        (#"{"candidate": "s", "parameters": {"x": {"uniform": [0, 11]}}}"#, "expected from -10 to 10, found 11"),
        (#"{"candidate": "s", "parameters": {"iterations": {"integer": [0, 9]}}}"#, "expected from 1 to 100, found 0"),
        (#"{"candidate": "s", "parameters": {"kind": {"choice": ["plain", "pain"]}}}"#, "did you mean \"plain\"?"),
        (#"{"candidate": "s", "parameters": {"x": {"choice": ["one"]}}}"#, "expected a number, found the string"),
        (#"{"candidate": "s", "method": "gird", "parameters": {"x": {"choice": [1]}}}"#, "did you mean \"grid\"?"),
        (
            #"{"candidate": "s", "method": "grid", "parameters": {"x": {"uniform": [0, 1]}}}"#,
            "values that can be counted"
        ),
        (
            #"{"candidate": "s", "method": "grid", "trials": 3, "parameters": {"x": {"choice": [1]}}}"#,
            "\"trials\" has no effect"
        ),
        (#"{"candidate": "s", "metric": "mr", "parameters": {"x": {"choice": [1]}}}"#, "did you mean \"mrr\"?"),
        (#"{"candidate": "s", "halving": {}, "parameters": {"iterations": {"choice": [3, 4]}}}"#, "decides itself"),
        (
            #"{"candidate": "s", "halving": {"minimum_iterations": 9}, "parameters": {"x": {"choice": [1]}}}"#,
            "all 9 iterations"
        ),
        (
            #"{"candidate": "s", "halving": {"factor": 1}, "parameters": {"x": {"choice": [1]}}}"#,
            "expected from 2 to 100"
        ),
    ])
    func mistakesAreToldOnce(_ search: String, _ message: String) throws {
        let found = try problems(search)
        #expect(found.count == 1 && found[0].contains(message), "\(found)")
    }

    @Test func aProblemLiesAtTheValueThatHasIt() throws {
        let search = #"{"candidate": "s", "parameters": {"x": {"choice": [1, 2, 99]}}}"#
        let found = try #require(try problems(search).first)
        let text = #"{"candidates": [{"id": "s", "model": "stub"}], "search": "# + search + "}"
        let column = text.distance(from: text.startIndex, to: try #require(text.range(of: "99")).lowerBound) + 1
        #expect(found.hasPrefix("p.json:1:\(column): train.search.parameters.x: "), "\(found)")
    }

    @Test func allMistakesAreToldAtOnce() throws {
        let found = try problems(
            #"{"candidate": "s", "parameters": {"x": {"log_uniform": [-1, 1]}, "kid": {"choice": [1]}, "kind": {"choice": ["no", "nay"]}}}"#
        )
        #expect(found.count == 4, "\(found)")
    }

    @Test(arguments: [
        ("[1, 2000]", "more than 1000 combinations"), ("[-9000000000000000000, 9]", "expected ends from"),
    ])
    func aGridHasItsLimit(range: String, message: String) throws {
        let found = try problems(
            #"{"candidate": "s", "method": "grid", "parameters": {"size": {"integer": "# + range + "}}}",
            candidates: #"{"id": "s", "model": "wide"}"#)
        #expect(found.count == 1 && found[0].contains(message), "\(found)")
    }

    /// Alone, each value is fine; together they aren't.
    @Test func combinationsAreChecked() throws {
        let search =
            #"{"candidate": "c", "method": "grid", "parameters": {"size": {"choice": [1, 2]}, "color": {"choice": ["red", "blue"]}}}"#
        let found = try problems(search, candidates: #"{"id": "c", "model": "fixed"}"#)
        #expect(
            found.count == 1 && found[0].contains("trial 4 can't be trained (size = 2, color = \"blue\")"), "\(found)")
    }

    @Test func aSearchNeedsSomethingToChooseOn() throws {
        let search = #"{"candidate": "s", "parameters": {"x": {"choice": [1]}}}"#
        let noPart = ModelCheck(
            datasetKind: "interactions", hasValidation: false, selectMetric: "mrr", metrics: ["mrr"])
        #expect(try problems(search, noPart).map { $0.contains("needs a validation part") } == [true])
        let noMetric = ModelCheck(datasetKind: "interactions", hasValidation: true, selectMetric: nil)
        #expect(try problems(search, noMetric).map { $0.contains("needs a metric") } == [true])
    }

    @Test func whatCannotBeSearchedIsRefused() throws {
        let search = #"{"candidate": "s", "parameters": {"x": {"choice": [1]}}}"#
        let timed = try problems(search, candidates: #"{"id": "s", "model": "stub", "time_budget_seconds": 3}"#)
        #expect(timed.map { $0.contains("can't have a time budget") } == [true])
        let twice = try problems("[\(search), \(search)]")
        #expect(twice.map { $0.contains("a second search of \"s\"") } == [true])
        let unhalved = try problems(
            #"{"candidate": "c", "halving": {}, "parameters": {"size": {"choice": [1]}}}"#,
            candidates: #"{"id": "c", "model": "fixed"}"#)
        #expect(unhalved.map { $0.contains("is not trained in iterations") } == [true])
    }

    /// What is wrong with the candidate is told of the candidate, not of each trial.
    @Test func aCandidateThatIsWrongIsToldOfOnce() throws {
        let search = #"{"candidate": "s", "parameters": {"iterations": {"choice": [1, 2]}}}"#
        let found = try problems(search, candidates: #"{"id": "s", "model": "stub", "x": 99}"#)
        #expect(found.count == 1 && found[0].contains("train.candidates.s.x"), "\(found)")
    }
}

/// A model that isn't trained in iterations and refuses one combination.
private struct Fixed: ModelComponent {
    typealias Data = InteractionDataset
    static let name = "fixed"
    static let summary = "Comes in sizes and colours."

    enum Color: String, SettingChoice {
        case red, blue
    }

    init(from settings: SettingsReader) {
        let size = settings.value("size", default: 1, .from(1, to: 9), "How large.")
        let color = settings.value("color", default: Color.red, "Which colour.")
        if size > 1, color == .blue { settings.site["color"].report("there are no large blue ones") }
    }

    func check(_ chain: ModelCheck, at site: SettingsSite) {}
    func fit(_ dataset: InteractionDataset, in session: TrainingSession) throws -> TrainingOutcome {
        throw TrainingError.unusable(found: "a test", expected: "none", remedy: "none")
    }
    static func restore(_ archive: TensorArchive) throws -> any FittedModel { try FactorModel(archive: archive) }
}

/// A model that takes any whole number.
private struct Wide: ModelComponent {
    typealias Data = InteractionDataset
    static let name = "wide"
    static let summary = "Comes in every size."

    init(from settings: SettingsReader) {
        let _: Int = settings.value("size", default: 1, "How large.")
    }

    func check(_ chain: ModelCheck, at site: SettingsSite) {}
    func fit(_ dataset: InteractionDataset, in session: TrainingSession) throws -> TrainingOutcome {
        throw TrainingError.unusable(found: "a test", expected: "none", remedy: "none")
    }
    static func restore(_ archive: TensorArchive) throws -> any FittedModel { try FactorModel(archive: archive) }
}
