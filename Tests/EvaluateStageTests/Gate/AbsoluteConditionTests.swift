import EvaluateStage
import Pipeline
import Testing

/// Conditions on the challenger alone, with numbers written down.
@Suite struct AbsoluteConditionTests {
    @Test(arguments: [(0.1, true), (0.0999, false), (0.2, true), (Double.nan, false)])
    func minimum(value: Double, isMet: Bool) throws {
        let rule = try rule(Minimum.self, #"{"metric": "ndcg@10", "value": 0.1}"#)
        let outcome = try judge(rule, challenger(["ndcg@10": value]))
        #expect(outcome.status == (isMet ? .passed : .failed))
        #expect(outcome.numbers.metric == "ndcg@10")
    }

    @Test func aMetricThatIsNotThereMeetsNothing() throws {
        let rule = try rule(Minimum.self, #"{"metric": "ndcg@10", "value": -5}"#)
        #expect(try judge(rule, challenger(["mrr": 1])).status == .failed)
    }

    @Test(arguments: [
        (#""minimum": 0.3"#, 0.3, true), (#""minimum": 0.3"#, 0.29, false), (#""maximum": 0.5"#, 0.5, true),
        (#""maximum": 0.5"#, 0.51, false), (#""minimum": 0.3, "maximum": 0.5"#, 0.4, true),
        (#""minimum": null, "maximum": 0.5"#, 0.6, false), (#""minimum": 0.3, "maximum": 0.5"#, 0.6, false),
        (#""minimum": 0.3, "maximum": 0.5"#, .nan, false),
    ])
    func bounds(limits: String, value: Double, isMet: Bool) throws {
        let rule = try rule(Bounds.self, #"{"metric": "coverage@10", \#(limits)}"#)
        #expect(try judge(rule, challenger(["coverage@10": value])).status == (isMet ? .passed : .failed))
    }

    @Test func timeAndSize() throws {
        let seconds = try rule(MaximumFitSeconds.self, #"{"seconds": 60}"#)
        #expect(try judge(seconds, challenger([:], fitSeconds: 60)).status == .passed)
        #expect(try judge(seconds, challenger([:], fitSeconds: 60.01)).status == .failed)
        let bytes = try rule(MaximumBundleBytes.self, #"{"bytes": 2048}"#)
        #expect(try judge(bytes, challenger([:], bytes: 2048)).status == .passed)
        #expect(try judge(bytes, challenger([:], bytes: 2049)).status == .failed)
        #expect(try judge(bytes, challenger([:], bytes: nil)).status == .failed)
    }
}
