import Factorization
import Foundation
import LinearAlgebra
import Modelling
import TestSupport
import Testing

struct SGDImplicitTests {
    /// The reported loss is the mean over the evaluation sample, recomputed from the model's own scores.
    @Test(arguments: [SGDLoss.logistic(negatives: 3), .bpr])
    func lossIsTheMeanOverTheSample(_ loss: SGDLoss) throws {
        let matrix = ALSRun.data(.implicit).training
        let name = loss == .bpr ? "bpr" : "logistic"
        let negatives = loss == .bpr ? "" : #", "negatives": 3"#
        let run = try SGDRun(#"{"loss": "\#(name)", "factors": 5, "epochs": 6\#(negatives)}"#, matrix)
        let sample = EvaluationSample(of: matrix.byUser, loss: loss, random: RandomSource(seed: 3).split(stream: 3))
        #expect(sample.exampleCounts.count == matrix.byUser.count, "one for each pair")
        let scores = run.model.scores(users: sample.examples.users, items: sample.examples.items).map(Double.init)
        var (place, sum) = (0, 0.0)
        for count in sample.exampleCounts {
            if loss == .bpr {
                sum += log(1 + exp(scores[place + 1] - scores[place]))
            } else {
                sum += Double(sample.examples.values[place]) * log(1 + exp(-scores[place]))
                for negative in 1..<count { sum += log(1 + exp(scores[place + negative])) }
            }
            place += count
        }
        let expected = sum / Double(sample.exampleCounts.count)
        #expect(run.losses.count == 6 && run.losses.last! < run.losses[0])
        #expect(abs(run.losses.last! - expected) < 1e-4 * expected)
    }

    @Test func evaluationDrawsUnseenItems() {
        let matrix = ALSRun.data(.implicit).training
        let sample = EvaluationSample(of: matrix.byUser, loss: .logistic(negatives: 5), random: RandomSource(seed: 1))
        let cells = matrix.cells
        for place in 0..<sample.examples.count {
            let cell = cells[Int(sample.examples.users[place])][Int(sample.examples.items[place])]
            #expect(sample.examples.values[place] == cell ?? -1)
        }
        #expect(sample.exampleCounts.allSatisfy { $0 == 6 })
    }

    @Test func rankingHasNoUserBiasAndNoMean() throws {
        let matrix = ALSRun.data(.implicit).training
        let bpr = try SGDRun(#"{"loss": "bpr", "factors": 4, "epochs": 2}"#, matrix).model
        #expect(bpr.userBias == nil && bpr.itemBias != nil && bpr.globalMean == nil)
        let logistic = try SGDRun(#"{"loss": "logistic", "factors": 4, "epochs": 2}"#, matrix).model
        #expect(logistic.userBias != nil && logistic.itemBias != nil && logistic.globalMean == nil)
    }
}
