import LinearAlgebra

/// A model that takes in users and items it was not trained with from their history alone: what it has learnt stays as it
/// is, and only the new rows are computed.
public protocol FoldsIn: Model {
    /// What the values of a history mean.
    var historyFeedback: InteractionMatrix.Feedback { get }

    /// The model of new users: row `u` of the result is who has the history in row `u`; the items are those of `model`.
    ///
    /// - Parameters:
    ///   - history: new users × items of `model`, values as in a training matrix.
    ///   - model: what this recipe gave.
    /// - Throws: `TrainingError` where the history or the model can't be used; `CancellationError` from the pool.
    func foldIn(users history: SparseMatrix, into model: any FittedModel, pool: WorkerPool) throws -> any FittedModel

    /// The model of new items: row `i` of the result is what was chosen by the users in row `i`; the users are those of
    /// `model`.
    ///
    /// - Parameter history: new items × users of `model`, values as in a training matrix.
    /// - Throws: as for users.
    func foldIn(items history: SparseMatrix, into model: any FittedModel, pool: WorkerPool) throws -> any FittedModel
}
