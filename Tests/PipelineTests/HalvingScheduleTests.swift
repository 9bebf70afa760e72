import Pipeline
import Testing

struct HalvingScheduleTests {
    /// η = 3 from one iteration: Li et al. 2018, table 1, bracket s = 4 with 81 configurations and R = 81.
    @Test func isThePublishedBracket() {
        let schedule = HalvingSchedule(trialCount: 81, iterations: 81, minimumIterations: 1, factor: 3)
        #expect(schedule.rungs == rungs([(1, 81), (3, 27), (9, 9), (27, 3), (81, 1)]))
        // 81 · 1 + 27 · 2 + 9 · 6 + 3 · 18 + 1 · 54
        #expect(schedule.totalIterations == 297)
    }

    /// 20 → ⌊20/3⌋ = 6 → 2, and the last rung is cut to the candidate's own 15 iterations.
    @Test func endsAtTheCandidatesIterations() {
        let schedule = HalvingSchedule(trialCount: 20, iterations: 15, minimumIterations: 3, factor: 3)
        #expect(schedule.rungs == rungs([(3, 20), (9, 6), (15, 2)]))
        #expect(schedule.totalIterations == 3 * 20 + 6 * 6 + 6 * 2)
    }

    /// The last one standing is trained to its end without further stops.
    @Test func aloneATrialGoesStraightToTheEnd() {
        let schedule = HalvingSchedule(trialCount: 2, iterations: 100, minimumIterations: 1, factor: 2)
        #expect(schedule.rungs == rungs([(1, 2), (100, 1)]))
        let single = HalvingSchedule(trialCount: 1, iterations: 100, minimumIterations: 1, factor: 2)
        #expect(single.rungs == rungs([(100, 1)]))
    }

    @Test func withoutHalvingAllAreTrainedToTheEnd() {
        let schedule = HalvingSchedule(trialCount: 7, iterations: 15)
        #expect(schedule.rungs == rungs([(15, 7)]) && schedule.totalIterations == 105)
        #expect(HalvingSchedule(trialCount: 7, iterations: nil).totalIterations == nil)
    }

    @Test func largeNumbersEndAtTheIterationsToo() {
        let schedule = HalvingSchedule(trialCount: .max, iterations: 10_000, minimumIterations: 10_000, factor: 100)
        #expect(schedule.rungs == rungs([(10_000, .max)]))
    }

    private func rungs(_ pairs: [(Int, Int)]) -> [HalvingSchedule.Rung] {
        pairs.map { .init(iterations: $0.0, trialCount: $0.1) }
    }
}
