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
        let until: @Sendable (Double) -> Bool

        init(
            _ dataset: InteractionDataset, _ iterations: Int, _ threads: Int, _ seed: UInt64,
            until: @escaping @Sendable (Double) -> Bool
        ) {
            self.dataset = dataset
            self.iterations = iterations
            self.threads = threads
            self.seed = seed
            self.until = until
        }
    }

    /// Nil where training was ended by `until`.
    let model: (any FittedModel)?
    let losses: [Double]
    /// From the call to the end of each iteration.
    let secondsToEnd: [Double]

    /// Times `train`, which gets the session to train in.
    init(_ request: Request, train: (TrainingSession) throws -> TrainingOutcome) throws {
        let laps = Laps()
        let session = TrainingSession(
            pool: WorkerPool(threadCount: request.threads), seed: request.seed, fixedIterations: request.iterations,
            report: { iteration, _ in laps.add(loss: iteration.loss ?? .nan, isLast: request.until) },
            checkCancellation: { if laps.isOver { throw CancellationError() } })
        do {
            model = try train(session).model
        } catch is CancellationError where laps.isOver {
            model = nil
        }
        losses = laps.all.map(\.loss)
        secondsToEnd = laps.all.map(\.seconds)
    }

    /// Seconds of each iteration from the second on: the first holds the preparation too.
    var iterationSeconds: [Double] {
        zip(secondsToEnd.dropFirst(), secondsToEnd).map { $0 - $1 }
    }
}

/// Notes the time of each iteration; training reports from its own closure.
private final class Laps: Sendable {
    private struct State {
        var laps: [(loss: Double, seconds: Double)] = []
        var isOver = false
    }

    private let started = ContinuousClock.now
    private let state = Mutex(State())

    func add(loss: Double, isLast: (Double) -> Bool) {
        let seconds = (ContinuousClock.now - started) / .seconds(1)
        state.withLock { state in
            state.laps.append((loss, seconds))
            state.isOver = isLast(loss)
        }
    }

    var all: [(loss: Double, seconds: Double)] { state.withLock(\.laps) }
    var isOver: Bool { state.withLock(\.isOver) }
}
