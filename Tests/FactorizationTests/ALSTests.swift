import Factorization
import LinearAlgebra
import Modelling
import Pipeline
import TestSupport
import Testing

struct ALSTests {
    @Test(arguments: [
        ModelConformance(ALS.self, settings: #"{"factors": 5}"#, feedback: .implicit),
        ModelConformance(
            ALS.self, settings: #"{"factors": 12, "solver": "cholesky", "alpha": 4}"#, feedback: .implicit),
        ModelConformance(
            ALS.self, settings: #"{"factors": 16, "objective": "ials", "regularization": 0.02}"#, feedback: .implicit),
        ModelConformance(ALS.self, settings: #"{"factors": 8, "feedback": "explicit"}"#, feedback: .explicit),
        ModelConformance(
            ALS.self, settings: #"{"factors": 8, "feedback": "explicit", "solver": "cg"}"#, feedback: .explicit),
    ])
    func conforms(_ model: ModelConformance<ALS>) throws {
        try model.checkAll()
    }

    @Test(arguments: [
        (#"{"feedback": "explicit", "alpha": 2}"#, "alpha"),
        (#"{"feedback": "explicit", "objective": "ials"}"#, "objective"),
        (#"{"objective": "ials", "alpha": 2}"#, "alpha"),
        (#"{"unobserved_weight": 0.1}"#, "unobserved_weight"),
        (#"{"regularization_exponent": 1}"#, "regularization_exponent"),
        (#"{"solver": "cholesky", "cg_steps": 3}"#, "cg_steps"),
        (#"{"feedback": "explicit", "cg_steps": 3}"#, "cg_steps"),
    ])
    func refusesKeysWithoutEffect(_ settings: String, _ key: String) throws {
        let error = try #require(throws: ConfigurationError.self) { try ALS.read(settings) }
        #expect(error.problems.map(\.address) == [key])
        #expect(error.problems.allSatisfy { $0.message.contains("has no effect") })
    }

    @Test(arguments: [
        #"{"factors": 0}"#, #"{"iterations": 0}"#, #"{"regularization": -1}"#, #"{"alpha": 0}"#,
        #"{"init_stddev": 0}"#, #"{"solver": "qr"}"#, #"{"early_stopping": {"patience": 0}}"#, #"{"factor": 3}"#,
    ])
    func refusesWrongValues(_ settings: String) {
        #expect(throws: ConfigurationError.self) { try ALS.read(settings) }
    }

    @Test func explicitFeedbackNeedsRatings() throws {
        let error = try #require(throws: TrainingError.self) {
            try ALSRun(#"{"feedback": "explicit"}"#, InteractionMatrix(.implicit, [[1]]))
        }
        #expect("\(error)".contains("features.dataset.rating"))
    }

    @Test(arguments: [Float(-1), .nan, .infinity])
    func refusesWrongWeights(_ weight: Float) {
        #expect(throws: TrainingError.self) { try ALSRun("{}", InteractionMatrix(.implicit, [[1, weight]])) }
    }

    @Test func refusesAnEmptyMatrix() {
        #expect(throws: TrainingError.self) { try ALSRun("{}", InteractionMatrix(.implicit, [[nil]])) }
    }

    /// Two ratings can't determine eight factors and a bias.
    @Test func singularSystemNamesTheRow() throws {
        let matrix = InteractionMatrix(.explicit, [[3, 4, nil], [nil, 2, 5]])
        let error = try #require(throws: TrainingError.self) {
            try ALSRun(#"{"feedback": "explicit", "factors": 8, "regularization": 0}"#, matrix)
        }
        guard case .singular(let side, let row, let id, let remedy) = error else {
            Issue.record("\(error)")
            return
        }
        #expect(side == "user" && row == 0 && id == "u00000" && remedy.contains("regularization"))
    }

    /// A new item that one user rated, with weights that drown what the rest of the system says of it.
    @Test func aSingularStartNamesTheItem() throws {
        let earlier = InteractionMatrix(.implicit, [[1, 2], [2, 1], [1, 1]])
        let model = try ALSRun(#"{"factors": 2}"#, earlier).model
        let today = InteractionMatrix(.implicit, [[1, 2, nil], [2, 1, 1e30], [1, 1, nil]])
        let start = WarmStart(
            model: model, users: RowMapping(from: earlier.users, to: today.users),
            items: RowMapping(from: earlier.items, to: today.items))
        let session = TrainingSession(pool: .serial, seed: 1, start: start)
        let error = try #require(throws: TrainingError.self) {
            try ALS.read(#"{"factors": 2}"#).fit(InteractionDataset(training: today), in: session)
        }
        guard case .singular(let side, let row, let id, let remedy) = error else {
            Issue.record("\(error)")
            return
        }
        #expect(side == "item" && row == 2 && id == "i00002" && remedy.contains("weight.cap"))
    }

    @Test func weightsBeyondFloatDivergeWithARemedy() throws {
        let error = try #require(throws: TrainingError.self) {
            try ALSRun(#"{"alpha": 1e10}"#, InteractionMatrix(.implicit, [[1e30, 1], [1, 1e30]]))
        }
        guard case .diverged(_, _, let remedy) = error else {
            Issue.record("\(error)")
            return
        }
        #expect(remedy.contains("alpha"))
    }

    @Test func earlyStoppingNeedsValidation() throws {
        let settings = #"{"early_stopping": {"patience": 2}}"#
        let diagnostics = Diagnostics()
        let site = SettingsReader(
            try #require(JSONParser.parse(settings, origin: .flag("test"))), address: "train.candidates.a",
            catalog: ComponentCatalog(), diagnostics: diagnostics
        ).site
        try ALS.read(settings).check(
            ModelCheck(datasetKind: "interactions", hasValidation: false, selectMetric: "ndcg@10"), at: site)
        #expect(diagnostics.problems.map(\.address) == ["train.candidates.a.early_stopping"])
    }

    /// Items nobody chose and users who chose nothing have no factors, so they score zero.
    @Test func emptyRowsScoreZero() throws {
        let cells: [[Float?]] = [[1, 1, nil], [nil, nil, nil], [1, nil, nil]]
        let model = try ALSRun(#"{"factors": 4}"#, InteractionMatrix(.implicit, cells)).model
        #expect(model.scores(users: [1], items: 0..<3) == [0, 0, 0])
        #expect(model.scores(users: [0, 1, 2], items: [2, 2, 2]) == [0, 0, 0])
    }
}
