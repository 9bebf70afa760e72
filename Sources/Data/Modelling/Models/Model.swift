import Tables

/// A way to train, with its settings checked: a recipe. Fitting it gives a `FittedModel`.
public protocol Model: Sendable {
    /// The kind of dataset it trains on.
    associatedtype Data: Dataset

    /// How many iterations training takes at most; nil for a model that isn't trained in iterations.
    var iterations: Int? { get }

    /// Trains on the dataset's training part.
    ///
    /// - Throws: `TrainingError` when training diverges or the data can't be trained on; `CancellationError` when interrupted.
    func fit(_ dataset: Data, in session: TrainingSession) throws -> TrainingOutcome

    /// Rebuilds a fitted model from what `FittedModel.archive()` gave.
    static func restore(_ archive: TensorArchive) throws -> any FittedModel
}

extension Model {
    public var iterations: Int? { nil }
}

/// What training leaves behind.
public struct TrainingOutcome: Sendable {
    public let model: any FittedModel
    public let trace: TrainingTrace
    /// Wall time that earlier, interrupted runs had spent on this training.
    public let earlierSeconds: Double

    public init(model: any FittedModel, trace: TrainingTrace, earlierSeconds: Double = 0) {
        self.model = model
        self.trace = trace
        self.earlierSeconds = earlierSeconds
    }
}

/// How a training went, iteration by iteration.
public struct TrainingTrace: Sendable, Equatable {
    public struct Iteration: Sendable, Equatable {
        /// Counts from 1.
        public let number: Int
        /// The model's written objective after the iteration; nil where the model has none, or did not evaluate it then.
        public let loss: Double?
        /// The selected metric on the validation part, where early stopping asked for it.
        public let validation: Double?

        public init(number: Int, loss: Double?, validation: Double?) {
            self.number = number
            self.loss = loss
            self.validation = validation
        }
    }

    public enum Ending: String, Sendable {
        /// All iterations asked for were done.
        case finished
        /// The validation metric stopped improving.
        case stoppedEarly = "stopped_early"
        /// The time budget ran out; such a candidate is marked and not cached.
        case timeBudget = "time_budget"
        /// Paused where it was told to, with a checkpoint to go on from.
        case paused
    }

    public let iterations: [Iteration]
    public let ending: Ending
    /// The iteration whose model was kept: what a refit repeats.
    public let chosenIteration: Int

    public init(iterations: [Iteration], ending: Ending, chosenIteration: Int) {
        self.iterations = iterations
        self.ending = ending
        self.chosenIteration = chosenIteration
    }
}
