import LinearAlgebra

/// What a model is given to train with, besides its settings and the data.
public struct TrainingSession: Sendable {
    /// Scores a model under training on the validation part.
    public struct Validation: Sendable {
        public let metricName: String
        public let higherIsBetter: Bool
        public let score: @Sendable (any FittedModel) throws -> Double

        public init(
            metricName: String, higherIsBetter: Bool, score: @escaping @Sendable (any FittedModel) throws -> Double
        ) {
            self.metricName = metricName
            self.higherIsBetter = higherIsBetter
            self.score = score
        }
    }

    /// Where a training keeps how far it came, so that it can be interrupted and go on later.
    public struct Checkpoints: Sendable {
        /// Save after so many iterations at the latest; nil for no such rule.
        public let everyIterations: Int?
        /// Save after so many seconds at the latest; nil for no such rule.
        public let everySeconds: Double?
        /// What an earlier run of the same training saved; nil to start anew.
        public let load: @Sendable () -> TrainingCheckpoint?
        /// Keeps a checkpoint in place of the one before. Training goes on where that fails.
        public let save: @Sendable (TrainingCheckpoint) -> Void
        /// Drops what `load` gave, because it turned out not to belong to this training.
        public let reject: @Sendable (_ reason: String) -> Void

        public init(
            everyIterations: Int? = nil, everySeconds: Double? = nil,
            load: @escaping @Sendable () -> TrainingCheckpoint?,
            save: @escaping @Sendable (TrainingCheckpoint) -> Void,
            reject: @escaping @Sendable (String) -> Void = { _ in }
        ) {
            self.everyIterations = everyIterations
            self.everySeconds = everySeconds
            self.load = load
            self.save = save
            self.reject = reject
        }
    }

    public let pool: WorkerPool
    public let seed: UInt64
    /// Present when the dataset has a validation part and a metric is selected.
    public let validation: Validation?
    /// Train exactly this many iterations, without early stopping: what a refit does.
    public let fixedIterations: Int?
    /// Seconds after which training stops with what it has; nil for no limit.
    public let timeBudgetSeconds: Double?
    /// Nil for a training that starts anew when it was interrupted.
    public let checkpoints: Checkpoints?
    /// Pause after this many iterations, leaving a checkpoint to go on from; nil to train to the end.
    public let pauseAfter: Int?
    /// What training starts from; nil for the model's random start. Only models that are `StartsWarm` are given one.
    public let start: WarmStart?
    /// Called after each iteration, on the calling thread.
    public let report: @Sendable (_ iteration: TrainingTrace.Iteration, _ of: Int) -> Void
    /// Throws `CancellationError` when the run is being interrupted.
    public let checkCancellation: @Sendable () throws -> Void

    public init(
        pool: WorkerPool, seed: UInt64, validation: Validation? = nil, fixedIterations: Int? = nil,
        timeBudgetSeconds: Double? = nil, checkpoints: Checkpoints? = nil, pauseAfter: Int? = nil,
        start: WarmStart? = nil,
        report: @escaping @Sendable (TrainingTrace.Iteration, Int) -> Void = { _, _ in },
        checkCancellation: @escaping @Sendable () throws -> Void = {}
    ) {
        self.pool = pool
        self.seed = seed
        self.validation = validation
        self.fixedIterations = fixedIterations
        self.timeBudgetSeconds = timeBudgetSeconds
        self.checkpoints = checkpoints
        self.pauseAfter = pauseAfter
        self.start = start
        self.report = report
        self.checkCancellation = checkCancellation
    }
}
