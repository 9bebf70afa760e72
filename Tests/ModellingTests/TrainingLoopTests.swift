import LinearAlgebra
import Modelling
import Synchronization
import Tables
import Testing

struct TrainingLoopTests {
    @Test func doesAllIterationsAndKeepsTheLast() throws {
        let outcome = try run(TrainingLoop(iterations: 4), losses: [8, 4, 2, 1, 0.5])
        #expect(outcome.trace.iterations.map(\.loss) == [8, 4, 2, 1])
        #expect(outcome.trace.iterations.map(\.number) == [1, 2, 3, 4])
        #expect(outcome.trace.ending == .finished && outcome.trace.chosenIteration == 4)
        #expect(outcome.bias == 4)
    }

    /// Scores 1, 5, 4, 4.9: patience 2 is used up after the fourth, and the second model is kept.
    @Test func stopsEarlyAndKeepsTheBest() throws {
        let loop = TrainingLoop(iterations: 10, earlyStopping: EarlyStopping(patience: 2))
        let outcome = try run(loop, losses: .init(repeating: 1, count: 10), validation: [1, 5, 4, 4.9, 9])
        #expect(outcome.trace.ending == .stoppedEarly && outcome.trace.chosenIteration == 2)
        #expect(outcome.trace.iterations.map(\.validation) == [1, 5, 4, 4.9])
        #expect(outcome.bias == 2)
    }

    /// With errors, lower is better: 3, 2, 2.5, 1, and all iterations are done.
    @Test func keepsTheLowestErrorToTheEnd() throws {
        let loop = TrainingLoop(iterations: 4, earlyStopping: EarlyStopping(patience: 2))
        let outcome = try run(
            loop, losses: [1, 1, 1, 1], validation: [3, 1, 2.5, 2], higherIsBetter: false)
        #expect(outcome.trace.ending == .finished && outcome.trace.chosenIteration == 2)
        #expect(outcome.bias == 2)
    }

    @Test func smallGainsAreNoImprovement() throws {
        let loop = TrainingLoop(iterations: 9, earlyStopping: EarlyStopping(patience: 1, minimumImprovement: 0.5))
        let outcome = try run(loop, losses: .init(repeating: 1, count: 9), validation: [1, 2, 2.4, 9])
        #expect(outcome.trace.iterations.count == 3 && outcome.trace.chosenIteration == 2)
    }

    @Test func scoresThatAreNoNumbersNeverImprove() throws {
        let loop = TrainingLoop(iterations: 9, earlyStopping: EarlyStopping(patience: 2))
        let outcome = try run(loop, losses: .init(repeating: 1, count: 9), validation: [.nan, 1, .nan, .nan, 5])
        #expect(outcome.trace.iterations.count == 4 && outcome.trace.chosenIteration == 2)
    }

    @Test func refitsDoWhatTheyAreTold() throws {
        let loop = TrainingLoop(iterations: 10, earlyStopping: EarlyStopping(patience: 1))
        let outcome = try run(loop, losses: [3, 2, 1, 1], validation: [9, 1, 1], fixedIterations: 3, budget: 1e-9)
        #expect(outcome.trace.iterations.map(\.validation) == [nil, nil, nil])
        #expect(outcome.trace.ending == .finished && outcome.bias == 3)
    }

    @Test func keepsToTheTimeBudget() throws {
        let outcome = try run(TrainingLoop(iterations: 10), losses: [3, 2, 1], budget: 1e-9)
        #expect(outcome.trace.ending == .timeBudget && outcome.trace.iterations.count == 1 && outcome.bias == 1)
    }

    @Test(arguments: [Double.nan, .infinity])
    func divergenceNamesIterationAndRemedy(_ loss: Double) throws {
        let error = try #require(throws: TrainingError.self) {
            try run(TrainingLoop(iterations: 5), losses: [3, loss])
        }
        guard case .diverged(let iteration, _, let remedy) = error else {
            Issue.record("\(error)")
            return
        }
        #expect(iteration == 2 && remedy == "lower the bias")
    }

    @Test func iterationsMayLeaveTheLossOut() throws {
        let outcome = try run(TrainingLoop(iterations: 3), losses: [nil, 4, nil])
        #expect(outcome.trace.iterations.map(\.loss) == [nil, 4, nil])
    }

    /// Where training ends before its last iteration, that iteration's loss is asked for if it was left out.
    @Test func theLastLossIsTold() throws {
        let loop = TrainingLoop(iterations: 9, earlyStopping: EarlyStopping(patience: 2))
        let stopped = try run(loop, losses: [3, nil, nil, nil], validation: [5, 4, 3])
        #expect(stopped.trace.iterations.map(\.loss) == [3, nil, -3] && stopped.trace.ending == .stoppedEarly)
        let known = try run(loop, losses: [3, 2, 1], validation: [5, 4, 3])
        #expect(known.trace.iterations.map(\.loss) == [3, 2, 1])
        let budget = try run(TrainingLoop(iterations: 9), losses: [nil, nil], budget: 1e-9)
        #expect(budget.trace.iterations.map(\.loss) == [-1])
    }

    @Test func modelsThatAreNotFiniteDiverge() {
        #expect(throws: TrainingError.self) {
            try run(TrainingLoop(iterations: 2), losses: [1, 1], bias: .infinity)
        }
    }

    @Test func earlyStoppingNeedsValidation() {
        #expect(throws: TrainingError.self) {
            try run(TrainingLoop(iterations: 2, earlyStopping: EarlyStopping(patience: 1)), losses: [1, 1])
        }
    }

    @Test func reportsEachIterationAndCanBeCancelled() throws {
        let reported = Mutex<[Int]>([])
        let session = TrainingSession(
            pool: .serial, seed: 1,
            report: { iteration, total in reported.withLock { $0 += [iteration.number, total] } },
            checkCancellation: { if reported.withLock({ $0.count == 4 }) { throw CancellationError() } })
        var fit = ScriptedFit(losses: [1, 1, 1, 1])
        #expect(throws: CancellationError.self) { try TrainingLoop(iterations: 4).run(&fit, in: session) }
        #expect(reported.withLock { $0 } == [1, 4, 2, 4])
    }

    private func run(
        _ loop: TrainingLoop, losses: [Double?], validation: [Double]? = nil, higherIsBetter: Bool = true,
        fixedIterations: Int? = nil, budget: Double? = nil, bias: Float? = nil
    ) throws -> (trace: TrainingTrace, bias: Float?) {
        let asked = Mutex(0)
        let scorer = validation.map { scores in
            TrainingSession.Validation(metricName: "m", higherIsBetter: higherIsBetter) { _ in
                asked.withLock { count in
                    defer { count += 1 }
                    return scores[count]
                }
            }
        }
        var fit = ScriptedFit(losses: losses, bias: bias)
        let outcome = try loop.run(
            &fit,
            in: TrainingSession(
                pool: .serial, seed: 1, validation: scorer, fixedIterations: fixedIterations, timeBudgetSeconds: budget)
        )
        return (outcome.trace, (outcome.model as? FactorModel)?.itemBias?.first)
    }
}

/// Loses what it is told to; its model's bias is the number of iterations done.
struct ScriptedFit: IterativeFit {
    let losses: [Double?]
    var bias: Float?
    var done = 0

    init(losses: [Double?], bias: Float? = nil) {
        self.losses = losses
        self.bias = bias
    }

    var divergenceRemedy: String { "lower the bias" }

    mutating func advance() -> Double? {
        defer { done += 1 }
        return losses[done]
    }

    /// The iterations done, negative: no iteration's own loss.
    func loss() -> Double? { -Double(done) }

    func snapshot() -> FactorModel {
        FactorModel(userCount: 1, itemCount: 1, itemBias: [bias ?? Float(done)])
    }

    func state() -> TensorArchive {
        TensorArchive([Tensor("done", shape: [1], .int64([Int64(done)]))])
    }

    mutating func resume(from state: TensorArchive) throws(ArchiveError) {
        done = Int(try state.int64("done")[0])
    }
}
