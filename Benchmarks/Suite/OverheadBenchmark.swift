import Benchmarking
import DurableFiles
import Foundation
import Logging
import Modelling
import Pipeline

/// What progress, loss and checkpoints add to a training of as many iterations as a model has by default, in percent of the
/// rest of it, preparation included.
///
/// The parts are timed inside one training, since two trainings differ by more than they amount to. A checkpoint counts as
/// often as a run makes one, every five minutes; some are made, for their time.
struct OverheadBenchmark: Benchmark {
    let rows: [RowDescription]
    private let candidate: String
    private let isImplicit: Bool
    private let iterations: Int

    /// `train.checkpoint`'s `every_minutes`, where it isn't set.
    private static let secondsBetweenCheckpoints = 300.0

    init(candidate: String, isImplicit: Bool, iterations: Int) {
        rows = [
            RowDescription(
                name: "overhead-\(candidate)",
                title:
                    "progress, loss and checkpoints in a training of \(candidate), \(iterations) iterations, over the rest of it",
                unit: "%")
        ]
        self.candidate = candidate
        self.isImplicit = isImplicit
        self.iterations = iterations
    }

    func measure(in bench: Bench) throws -> [String: Observation] {
        let set = try isImplicit ? bench.implicit() : bench.explicit()
        let folder = try TemporaryFolder()
        // The folder goes with its last use, and a path is none.
        defer { withExtendedLifetime(folder) {} }
        let line = try ProgressLine(path: folder.path("progress"))
        let checkpoints = try checkpoints(in: folder.path("cache"))
        let fit = try set.fit(candidate, iterations: iterations, threads: bench.threads) { request in
            request.show = { line.show($0, of: $1) }
            request.checkpoints = checkpoints
        }
        let progress = fit.laps.reduce(0) { $0 + $1.shown - $1.end }
        let loss = try isImplicit ? secondsOfLossInSolver(of: fit, set, in: bench) : secondsOfLossPasses(of: fit)
        let checkpoint = secondsOfCheckpoint(in: fit)
        let checkpointsMade = zip(fit.laps, fit.laps.dropFirst()).reduce(0) { $0 + $1.1.begin - $1.0.shown }
        let rest = fit.secondsToEnd - checkpointsMade - progress - loss
        let share = (progress + loss) / rest + checkpoint / Self.secondsBetweenCheckpoints
        let facts = ["progress_s": progress, "loss_s": loss, "checkpoint_s": checkpoint, "rest_s": rest]
        return [rows[0].name: Observation(samples: [100 * share], facts: facts)]
    }

    private var iterationsBetweenCheckpoints: Int { (iterations + 3) / 4 }

    /// A few in the course of the training, kept as a run keeps them.
    private func checkpoints(in directory: String) throws -> TrainingSession.Checkpoints {
        let log = Logger(label: "bench") { _ in SwiftLogNoOpLogHandler() }
        let cache = try StageCache(directory: directory, files: FileSystem(), log: log)
        let key = CacheKey(slot: "train/\(candidate)", ingredients: [:])
        let store = CheckpointStore(cache, result: key, run: "bench", resumes: false)
        return TrainingSession.Checkpoints(
            everyIterations: iterationsBetweenCheckpoints, load: { nil },
            save: { checkpoint in
                do {
                    try store.save(checkpoint)
                } catch {
                    Bench.note("no checkpoint after iteration \(checkpoint.iteration): \(error)")
                }
            })
    }

    /// From an iteration that leaves a checkpoint to the one after.
    private func secondsOfCheckpoint(in fit: TimedFit) -> Double {
        let gaps = zip(fit.laps, fit.laps.dropFirst()).enumerated().compactMap { index, pair in
            (index + 1).isMultiple(of: iterationsBetweenCheckpoints) ? pair.1.begin - pair.0.shown : nil
        }
        return SampleSummary(gaps)?.median ?? .nan
    }

    /// What iterations with a loss take longer than those without.
    private func secondsOfLossPasses(of fit: TimedFit) -> Double {
        func seconds(_ isWanted: (TimedFit.Lap) -> Bool) -> [Double] {
            fit.laps.filter(isWanted).map { $0.end - $0.begin }
        }
        let with = seconds { !$0.loss.isNaN }
        guard let without = SampleSummary(seconds(\.loss.isNaN)) else { return .nan }
        return with.reduce(0) { $0 + $1 - without.median }
    }

    /// The loss that the solver of the items brings along in every iteration, by solving them with and without it.
    private func secondsOfLossInSolver(of fit: TimedFit, _ set: WorkingSet, in bench: Bench) throws -> Double {
        guard let factors = fit.model?.factorization?.factors else { return .nan }
        let halves = try FusedLoss(set.dataset.training, factors, pool: bench.pool)
        return try halves.seconds() * Double(iterations)
    }
}

/// A line for each iteration, in a file: about what the program's bar writes to a terminal, which it does ten times a second
/// at most.
private struct ProgressLine: Sendable {
    private let file: FileHandle
    private let started = ContinuousClock.now

    init(path: String) throws {
        try Data().write(to: URL(fileURLWithPath: path))
        file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
    }

    func show(_ iteration: TrainingTrace.Iteration, of total: Int) {
        let seconds = (ContinuousClock.now - started) / .seconds(1)
        let loss = iteration.loss.map { "\($0)" } ?? "none"
        file.write(Data("\(iteration.number)/\(total) iterations, \(seconds) s, loss \(loss)\r".utf8))
    }
}
