import Factorization
import Modelling
import Pipeline
import TestSupport
import Testing

struct SGDSettingsTests {
    @Test(arguments: [
        (#"{"decay": 0.2}"#, "decay"), (#"{"negatives": 3}"#, "negatives"),
        (#"{"loss": "bpr", "negatives": 3}"#, "negatives"),
        (#"{"biases": false, "bias_regularization": 0.1}"#, "bias_regularization"),
    ])
    func refusesWhatHasNoEffect(_ settings: String, _ address: String) throws {
        let error = try #require(throws: ConfigurationError.self) { try SGD.read(settings) }
        #expect(error.problems.map(\.address) == [address])
    }

    @Test func ratingsNeedTheSquaredLoss() throws {
        for loss in ["logistic", "bpr"] {
            let error = try #require(throws: TrainingError.self) {
                try SGDRun(#"{"loss": "\#(loss)"}"#, InteractionMatrix(.explicit, [[1]]))
            }
            #expect("\(error)".contains("`squared`"))
        }
    }

    @Test func weightsNeedAnotherLoss() throws {
        let error = try #require(throws: TrainingError.self) {
            try SGDRun("{}", InteractionMatrix(.implicit, [[1]]))
        }
        for remedy in ["features.dataset.rating", "`logistic`", "`bpr`", "`als`"] {
            #expect("\(error)".contains(remedy))
        }
    }

    @Test func weightsBelowZeroAreRefused() throws {
        let error = try #require(throws: TrainingError.self) {
            try SGDRun(#"{"loss": "logistic"}"#, InteractionMatrix(.implicit, [[-1, 2]]))
        }
        #expect("\(error)".contains("not negative"))
    }
}
