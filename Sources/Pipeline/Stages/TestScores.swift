/// How a model that the run did not train scored on its test part.
public struct TestScores: Sendable {
    /// As `Evaluation.testDigest`.
    public let testDigest: String
    /// In the order of the pipeline's metrics.
    public let metrics: [Evaluation.Score]
    /// Columns of one candidate, which has no name.
    public let perUser: Evaluation.PerUser

    public init(testDigest: String, metrics: [Evaluation.Score], perUser: Evaluation.PerUser) {
        self.testDigest = testDigest
        self.metrics = metrics
        self.perUser = perUser
    }
}
