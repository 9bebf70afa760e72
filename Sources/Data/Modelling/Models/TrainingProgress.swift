import Tables

/// How far a training has come, apart from the fit itself.
struct TrainingProgress {
    var trace: [TrainingTrace.Iteration] = []
    var stopping: EarlyStopping.Progress?
    /// Spent by earlier runs.
    private(set) var earlierSeconds = 0.0
    private let started = ContinuousClock.now

    init(stopping: EarlyStopping.Progress?) {
        self.stopping = stopping
    }

    /// Spent by this run.
    var secondsNow: Double { (ContinuousClock.now - started).inSeconds }

    func checkpoint(of fit: some IterativeFit) -> TrainingCheckpoint {
        TrainingCheckpoint(
            state: fit.state(), iterations: trace, seconds: earlierSeconds + secondsNow,
            stopping: stopping?.standing(after: trace.count))
    }

    /// The progress that a checkpoint of the same training holds.
    ///
    /// - Parameter present: the model of the checkpoint's state.
    /// - Throws: `ArchiveError` where it stops early and the checkpoint doesn't, or the other way round, or its best model
    ///   can't be read.
    func resumed(
        from saved: TrainingCheckpoint, present: some FittedModel, best: (TensorArchive) throws -> any FittedModel
    ) throws -> TrainingProgress {
        guard (saved.stopping == nil) == (stopping == nil) else { throw ArchiveError.missingTensor("stopping") }
        var progress = self
        progress.trace = saved.iterations
        progress.earlierSeconds = saved.seconds
        if let rule = stopping, let standing = saved.stopping {
            guard standing.bestModel != nil || standing.bestIteration == saved.iteration else {
                throw ArchiveError.missingTensor("best")
            }
            progress.stopping = EarlyStopping.Progress(
                rule: rule.rule, higherIsBetter: rule.higherIsBetter, standing,
                bestModel: try standing.bestModel.map(best) ?? present)
        }
        return progress
    }
}

/// Says when a checkpoint is due, and saves no state twice.
struct CheckpointClock {
    private let checkpoints: TrainingSession.Checkpoints?
    private var saved: Int
    private var savedAt = ContinuousClock.now

    /// - Parameter done: iterations that are saved already.
    init(_ checkpoints: TrainingSession.Checkpoints?, done: Int) {
        self.checkpoints = checkpoints
        saved = done
    }

    func isDue(done: Int) -> Bool {
        guard let checkpoints else { return false }
        if let every = checkpoints.everyIterations, done - saved >= every { return true }
        guard let every = checkpoints.everySeconds else { return false }
        return (ContinuousClock.now - savedAt).inSeconds >= every
    }

    mutating func save(_ checkpoint: @autoclosure () -> TrainingCheckpoint) {
        guard let checkpoints else { return }
        let checkpoint = checkpoint()
        guard checkpoint.iteration != saved else { return }
        checkpoints.save(checkpoint)
        saved = checkpoint.iteration
        savedAt = .now
    }
}

extension Duration {
    /// As a number, so that a budget of any size can be compared with.
    var inSeconds: Double {
        Double(components.seconds) + Double(components.attoseconds) * 1e-18
    }
}
