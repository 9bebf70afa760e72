import Factorization
import Testing

struct LearningRateScheduleTests {
    @Test func constantAndAdaGradKeepTheRate() {
        for schedule in [LearningRateSchedule.constant, .adagrad] {
            #expect([1, 7, 20].map { schedule.rate(0.1, epoch: $0, of: 20) } == [0.1, 0.1, 0.1])
        }
    }

    /// 0.2 / 1, 0.2 / 1.5, 0.2 / 2.
    @Test func inverseDividesByEpochs() {
        let rates = [1, 2, 3].map { LearningRateSchedule.inverse(decay: 0.5).rate(0.2, epoch: $0, of: 3) }
        #expect(zip(rates, [0.2, 0.4 / 3, 0.1]).allSatisfy { abs($0 - $1) < 1e-12 })
    }

    /// cos 0, cos π/4, cos π/2, cos 3π/4 over four epochs.
    @Test func cosineFallsToNearlyZero() {
        let rates = (1...4).map { LearningRateSchedule.cosine.rate(1, epoch: $0, of: 4) }
        let half = 0.5.squareRoot()
        #expect(zip(rates, [1, (1 + half) / 2, 0.5, (1 - half) / 2]).allSatisfy { abs($0 - $1) < 1e-12 })
    }
}
