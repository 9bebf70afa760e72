import Tables

/// A trained model that scores items for users. Higher is better; scores of one user are comparable, no others need be.
public protocol FittedModel: Sendable {
    var userCount: Int { get }
    var itemCount: Int { get }

    /// Scores a block: `scores[u * items.count + i]` is the score of `users[u]` for item `items.lowerBound + i`.
    ///
    /// Called from several threads at once. The same block gives the same bits whatever the thread.
    func score(users: UnsafeBufferPointer<Int32>, items: Range<Int>, into scores: UnsafeMutableBufferPointer<Float>)

    /// The score of each pair `(users[n], items[n])`: the predicted rating where feedback is explicit.
    func scores(users: [Int32], items: [Int32]) -> [Float]

    /// The same scores, bit for bit, as a sum of biases and a product of factors; nil where they are something else. Rankings of
    /// such models pass over items that can't win.
    var factorization: FactorModel? { get }

    /// The model as tensors under the names bundles use (`user_factors`, `item_bias` …).
    func archive() -> TensorArchive
}

extension FittedModel {
    public var factorization: FactorModel? { nil }
}
