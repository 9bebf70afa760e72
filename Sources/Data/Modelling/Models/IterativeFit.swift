import Tables

/// A model in training that gets better step by step; `TrainingLoop` drives it.
public protocol IterativeFit {
    associatedtype Fitted: FittedModel

    /// Does one iteration and returns the written objective at its end; nil where evaluating it would cost too much of the
    /// iteration. A fit that returns nil notices by itself when training has diverged.
    ///
    /// A model whose loss is sampled returns the mean loss over a fixed sample, without the penalty.
    ///
    /// - Throws: `TrainingError`, or `CancellationError` from the worker pool.
    mutating func advance() throws -> Double?

    /// The written objective of the model as it stands, which stays as it is. It is asked for where training ends before its
    /// last iteration and `advance` left the loss out; nil where there is none to tell.
    mutating func loss() throws -> Double?

    /// The model as it stands. Shares storage where it can: the loop takes one per iteration when it validates.
    func snapshot() -> Fitted

    /// Everything the iterations done have left behind: a fit made from the same settings, data and seed that resumes from
    /// it goes on bit for bit as this one would. Shares storage where it can.
    func state() -> TensorArchive

    /// Stands from now on where `state()` was taken.
    ///
    /// - Throws: `ArchiveError` where a tensor is missing or doesn't fit this fit's shape; the fit is then as it was.
    mutating func resume(from state: TensorArchive) throws(ArchiveError)

    /// Rebuilds a snapshot from its archive.
    static func model(from archive: TensorArchive) throws(ArchiveError) -> Fitted

    /// Which setting to change when training diverges: completes a message.
    var divergenceRemedy: String { get }

    /// Whether every number of a model is finite, asked of the model that is about to be returned.
    static func isFinite(_ model: Fitted) -> Bool
}

extension IterativeFit {
    /// None: of a fit whose `advance` always returns it.
    public mutating func loss() throws -> Double? { nil }
}

extension IterativeFit where Fitted == FactorModel {
    public static func isFinite(_ model: FactorModel) -> Bool { model.isFinite }

    public static func model(from archive: TensorArchive) throws(ArchiveError) -> FactorModel {
        try FactorModel(archive: archive)
    }
}
