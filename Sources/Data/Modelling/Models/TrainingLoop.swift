/// Drives an iterative fit to its end: the one place that counts iterations, reports them, stops early, keeps to a time
/// budget, notices divergence and lets a run be interrupted.
///
/// With early stopping the model of the best validation score is kept, also when all iterations were done; else the last.
/// A refit (`session.fixedIterations`) does exactly the iterations it is told, without validation or budget.
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
        var stopping = try stoppingProgress(in: session)
        let started = ContinuousClock.now
        var trace: [TrainingTrace.Iteration] = []
        var ending = TrainingTrace.Ending.finished
        while trace.count < total {
            try session.checkCancellation()
            let done = try advance(&fit, number: trace.count + 1, &stopping, in: session)
            trace.append(done)
            session.report(done, total)
            if trace.count == total { break }
            if stopping?.isExhausted == true {
                ending = .stoppedEarly
                break
            }
            if let budget = session.timeBudgetSeconds, session.fixedIterations == nil,
                (ContinuousClock.now - started).inSeconds >= budget
            {
                ending = .timeBudget
                break
            }
        }
        let model = try stopping?.bestModel ?? lastModel(of: fit, iteration: trace.count)
        let chosen = stopping.map(\.bestIteration) ?? trace.count
        return TrainingOutcome(
            model: model, trace: TrainingTrace(iterations: trace, ending: ending, chosenIteration: chosen))
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

    private func advance<Fit: IterativeFit>(
        _ fit: inout Fit, number: Int, _ stopping: inout EarlyStopping.Progress?, in session: TrainingSession
    ) throws -> TrainingTrace.Iteration {
        let loss = try fit.advance()
        if let loss, !loss.isFinite {
            throw diverged(fit, iteration: number, what: "the loss became \(loss.isNaN ? "NaN" : "infinite")")
        }
        guard stopping != nil, let validation = session.validation else {
            return TrainingTrace.Iteration(number: number, loss: loss, validation: nil)
        }
        let model = try lastModel(of: fit, iteration: number)
        let score = try validation.score(model)
        stopping?.record(score, of: model, iteration: number)
        return TrainingTrace.Iteration(number: number, loss: loss, validation: score)
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

extension IterativeFit where Fitted == FactorModel {
    public static func isFinite(_ model: FactorModel) -> Bool { model.isFinite }
}

extension Duration {
    /// As a number, so that a budget of any size can be compared with.
    fileprivate var inSeconds: Double {
        Double(components.seconds) + Double(components.attoseconds) * 1e-18
    }
}
