import Tables

/// Drives an iterative fit to its end: the one place that counts iterations, reports them, stops early, keeps to a time
/// budget, notices divergence, keeps checkpoints and lets a run be interrupted.
///
/// With early stopping the model of the best validation score is kept, also when all iterations were done; else the last.
/// A refit (`session.fixedIterations`) does exactly the iterations it is told, without validation or budget.
///
/// A training that goes on from a checkpoint ends with the bits and the trace it would have had without the pause. It is
/// interrupted between iterations only; what it has done is then saved.
public struct TrainingLoop: Sendable {
    /// Iterations to do at most.
    public let iterations: Int
    public let earlyStopping: EarlyStopping?

    public init(iterations: Int, earlyStopping: EarlyStopping? = nil) {
        precondition(iterations >= 1, "training takes at least one iteration")
        self.iterations = iterations
        self.earlyStopping = earlyStopping
    }

    /// - Throws: `TrainingError` when training diverges or early stopping has nothing to look at; `CancellationError`.
    public func run<Fit: IterativeFit>(_ fit: inout Fit, in session: TrainingSession) throws -> TrainingOutcome {
        let total = session.fixedIterations ?? iterations
        let limit = min(total, session.pauseAfter ?? total)
        let fresh = TrainingProgress(stopping: try stoppingProgress(in: session))
        var progress = try resumed(fresh, &fit, limit: limit, in: session) ?? fresh
        var clock = CheckpointClock(session.checkpoints, done: progress.trace.count)
        var ending = progress.trace.count < total ? TrainingTrace.Ending.paused : .finished
        while progress.trace.count < limit {
            try checkCancellation(fit, progress, &clock, in: session)
            try advance(&fit, &progress, in: session)
            session.report(progress.trace[progress.trace.count - 1], total)
            ending = progress.trace.count < total ? .paused : .finished
            if ending == .finished { break }
            if let early = earlyEnding(progress, in: session) {
                ending = early
                break
            }
            if clock.isDue(done: progress.trace.count) { clock.save(progress.checkpoint(of: fit)) }
        }
        if ending == .paused { clock.save(progress.checkpoint(of: fit)) }
        if [.stoppedEarly, .timeBudget].contains(ending) { try addLoss(of: &fit, to: &progress) }
        let done = progress.trace.count
        let model = try progress.stopping?.bestModel ?? lastModel(of: fit, iteration: done)
        let chosen = progress.stopping.map(\.bestIteration) ?? done
        return TrainingOutcome(
            model: model, trace: TrainingTrace(iterations: progress.trace, ending: ending, chosenIteration: chosen),
            earlierSeconds: progress.earlierSeconds)
    }

    private func stoppingProgress(in session: TrainingSession) throws -> EarlyStopping.Progress? {
        guard let earlyStopping, session.fixedIterations == nil else { return nil }
        guard let validation = session.validation else {
            throw TrainingError.unusable(
                found: "early stopping and no validation part", expected: "a split with `validation`",
                remedy: "set `features.split.validation` to true or leave `early_stopping` out")
        }
        return EarlyStopping.Progress(rule: earlyStopping, higherIsBetter: validation.higherIsBetter)
    }

    private func earlyEnding(_ progress: TrainingProgress, in session: TrainingSession) -> TrainingTrace.Ending? {
        if progress.stopping?.isExhausted == true { return .stoppedEarly }
        guard let budget = session.timeBudgetSeconds, session.fixedIterations == nil else { return nil }
        return progress.secondsNow >= budget ? .timeBudget : nil
    }

    private func advance<Fit: IterativeFit>(
        _ fit: inout Fit, _ progress: inout TrainingProgress, in session: TrainingSession
    ) throws {
        let number = progress.trace.count + 1
        let loss = try fit.advance()
        if let loss, !loss.isFinite {
            throw diverged(fit, iteration: number, what: "the loss became \(loss.isNaN ? "NaN" : "infinite")")
        }
        var score: Double?
        if progress.stopping != nil, let validation = session.validation {
            let model = try lastModel(of: fit, iteration: number)
            let measured = try validation.score(model)
            progress.stopping?.record(measured, of: model, iteration: number)
            score = measured
        }
        progress.trace.append(TrainingTrace.Iteration(number: number, loss: loss, validation: score))
    }

    /// A fit that leaves the loss out of most iterations doesn't know which one was the last.
    private func addLoss(of fit: inout some IterativeFit, to progress: inout TrainingProgress) throws {
        guard let last = progress.trace.last, last.loss == nil else { return }
        progress.trace[progress.trace.count - 1] = TrainingTrace.Iteration(
            number: last.number, loss: try fit.loss().flatMap { $0.isFinite ? $0 : nil }, validation: last.validation)
    }

    private func lastModel<Fit: IterativeFit>(of fit: Fit, iteration: Int) throws -> Fit.Fitted {
        let model = fit.snapshot()
        guard Fit.isFinite(model) else {
            throw diverged(fit, iteration: iteration, what: "a parameter of the model is not finite")
        }
        return model
    }

    private func diverged(_ fit: some IterativeFit, iteration: Int, what: String) -> TrainingError {
        .diverged(iteration: iteration, what: what, remedy: fit.divergenceRemedy)
    }
}

// MARK: - Checkpoints

extension TrainingLoop {
    /// The progress that an earlier run saved, with the fit brought there; nil to start anew.
    ///
    /// A checkpoint past `limit` belongs to a longer training and is not used; the next save replaces it.
    private func resumed<Fit: IterativeFit>(
        _ fresh: TrainingProgress, _ fit: inout Fit, limit: Int, in session: TrainingSession
    ) throws -> TrainingProgress? {
        guard let checkpoints = session.checkpoints, let saved = checkpoints.load(), saved.iteration <= limit else {
            return nil
        }
        do {
            var resumed = fit
            try resumed.resume(from: saved.state)
            let progress = try fresh.resumed(
                from: saved, present: resumed.snapshot(), best: { try Fit.model(from: $0) })
            fit = resumed
            return progress
        } catch let error as ArchiveError {
            checkpoints.reject("\(error)")
            return nil
        }
    }

    /// Saves what was done before it passes a cancellation on.
    private func checkCancellation(
        _ fit: some IterativeFit, _ progress: TrainingProgress, _ clock: inout CheckpointClock,
        in session: TrainingSession
    ) throws {
        do {
            try session.checkCancellation()
        } catch {
            if !progress.trace.isEmpty { clock.save(progress.checkpoint(of: fit)) }
            throw error
        }
    }
}
