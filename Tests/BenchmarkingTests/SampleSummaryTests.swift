import Benchmarking
import Testing

struct SampleSummaryTests {
    @Test func oddCountTakesTheMiddle() throws {
        let summary = try #require(SampleSummary([3, 1, 2]))
        #expect(summary.median == 2 && summary.minimum == 1 && summary.maximum == 3 && summary.count == 3)
    }

    @Test func evenCountTakesTheMeanOfTheMiddleTwo() throws {
        let summary = try #require(SampleSummary([10, 1, 3, 2]))
        #expect(summary.median == 2.5 && summary.minimum == 1 && summary.maximum == 10)
    }

    @Test func nothingAndNoNumberHaveNoSummary() {
        #expect(SampleSummary([]) == nil)
        #expect(SampleSummary([1, .nan]) == nil)
        #expect(SampleSummary([1, .infinity]) == nil)
    }

    /// Twice as fast is 2 whether seconds fall or users per second rise.
    @Test func advantageCountsInTheRowsDirection() {
        let seconds = RowDescription(name: "a", title: "a", unit: "s")
        let rate = RowDescription(name: "b", title: "b", unit: "users/s", better: .higher)
        #expect(seconds.advantage(of: 0.5, over: 1) == 2)
        #expect(rate.advantage(of: 200, over: 100) == 2)
    }

    @Test func roundsAddUp() {
        var observation = Observation(samples: [1], facts: ["rmse": 0.9, "epochs": 10])
        observation.add(Observation(samples: [3, 2], facts: ["rmse": 0.8]))
        #expect(observation == Observation(samples: [1, 3, 2], facts: ["rmse": 0.8, "epochs": 10]))
    }
}
