/// A model in training that gets better step by step; `TrainingLoop` drives it.
public protocol IterativeFit {
    associatedtype Fitted: FittedModel

    /// Does one iteration and returns the written objective at its end; nil where evaluating it would cost too much of the
    /// iteration. A fit that returns nil notices by itself when training has diverged.
    ///
    /// - Throws: `TrainingError`, or `CancellationError` from the worker pool.
    mutating func advance() throws -> Double?

    /// The model as it stands. Shares storage where it can: the loop takes one per iteration when it validates.
    func snapshot() -> Fitted

    /// Which setting to change when training diverges: completes a message.
    var divergenceRemedy: String { get }

    /// Whether every number of a model is finite, asked of the model that is about to be returned.
    static func isFinite(_ model: Fitted) -> Bool
}
