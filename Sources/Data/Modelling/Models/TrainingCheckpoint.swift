import Tables

/// A training as it stands between two iterations: going on from it gives the bits that going on without a pause gives.
public struct TrainingCheckpoint: Sendable {
    /// `IterativeFit.state()`.
    let state: TensorArchive
    /// What every iteration done so far left in the trace.
    let iterations: [TrainingTrace.Iteration]
    /// Wall time spent so far, over all the runs that took part.
    let seconds: Double
    /// Present exactly where training stops early.
    let stopping: EarlyStopping.Standing?

    /// The number of iterations done; at least 1.
    public var iteration: Int { iterations.count }
}

extension EarlyStopping {
    /// What early stopping remembers, without the model where that is the training's present one.
    struct Standing: Sendable {
        let bestIteration: Int
        let bestScore: Double
        let iterationsWithoutImprovement: Int
        /// Nil where the best iteration is the last one done.
        let bestModel: TensorArchive?
    }
}
