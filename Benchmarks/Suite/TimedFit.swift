import LinearAlgebra
import Modelling
import Synchronization

/// A training, and when each of its iterations was done.
struct TimedFit {
    /// What to train on, and how long.
    struct Request: Sendable {
        let dataset: InteractionDataset
        let iterations: Int
        let threads: Int
        let seed: UInt64
        /// Told each loss; true ends training there.
        var until: @Sendable (Double) -> Bool = { _ in false }
        /// What is shown after an iteration.
        var show: @Sendable (TrainingTrace.Iteration, _ of: Int) -> Void = { _, _ in }
        var checkpoints: TrainingSession.Checkpoints?

        init(_ dataset: InteractionDataset, _ iterations: Int, _ threads: Int, _ seed: UInt64) {
            self.dataset = dataset
            self.iterations = iterations
            self.threads = threads
            self.seed = seed
        }
    }

    /// An iteration; seconds since the call.
    struct Lap: Sendable {
        /// NaN where there was none.
        let loss: Double
        /// After the one before and its checkpoint; that of the first is when its preparation was done.
        let begin: Double
        let end: Double
        /// After it was shown.
        var shown: Double
    }

    /// Nil where training was ended by `until`.
    let model: (any FittedModel)?
    let laps: [Lap]

    /// Times `train`, which gets the session to train in.
    init(_ request: Request, train: (TrainingSession) throws -> TrainingOutcome) throws {
        let clock = LapClock()
        let session = TrainingSession(
            pool: WorkerPool(threadCount: request.threads), seed: request.seed, fixedIterations: request.iterations,
            checkpoints: request.checkpoints,
            report: { iteration, total in
                clock.end(loss: iteration.loss ?? .nan, isLast: request.until)
                request.show(iteration, total)
                clock.wasShown()
            },
            checkCancellation: {
                if clock.isOver { throw CancellationError() }
                clock.begin()
            })
        do {
            model = try train(session).model
        } catch is CancellationError where clock.isOver {
            model = nil
        }
        laps = clock.laps
    }

    /// From the call to the end of the last iteration.
    var secondsToEnd: Double { laps.last?.end ?? 0 }

    /// Seconds of each iteration from the second on: the first holds the preparation too.
    var iterationSeconds: [Double] {
        zip(laps.dropFirst(), laps).map { $0.end - $1.end }
    }
}

/// Notes the times of each iteration; training tells of them from its own closures.
private final class LapClock: Sendable {
    private struct State {
        var laps: [TimedFit.Lap] = []
        var begin = 0.0
        var isOver = false
    }

    private let started = ContinuousClock.now
    private let state = Mutex(State())

    private var now: Double { (ContinuousClock.now - started) / .seconds(1) }

    func begin() {
        let now = now
        state.withLock { $0.begin = now }
    }

    func end(loss: Double, isLast: (Double) -> Bool) {
        let now = now
        state.withLock { state in
            state.laps.append(.init(loss: loss, begin: state.begin, end: now, shown: now))
            state.isOver = isLast(loss)
        }
    }

    func wasShown() {
        let now = now
        state.withLock { $0.laps[$0.laps.count - 1].shown = now }
    }

    var laps: [TimedFit.Lap] { state.withLock(\.laps) }
    var isOver: Bool { state.withLock(\.isOver) }
}
