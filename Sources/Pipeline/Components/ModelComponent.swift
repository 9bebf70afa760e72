import Modelling

/// A model that pipelines can name: a recipe of `Modelling` with its settings read from JSON.
public protocol ModelComponent: Component, Model {
    /// Checks the settings against what the dataset will be (its builder, whether it has a validation part).
    func check(_ chain: ModelCheck, at site: SettingsSite)
}

/// What is known of the chain when a model is checked.
public struct ModelCheck: Sendable {
    public let datasetKind: String
    /// Whether the dataset holds weights or ratings; nil where the kind knows neither.
    public let feedback: InteractionMatrix.Feedback?
    public let hasValidation: Bool
    /// The metric candidates are chosen by; nil where the pipeline doesn't evaluate.
    public let selectMetric: String?
    /// All metrics the pipeline evaluates.
    public let metrics: [String]
    /// The pipeline's seed.
    public let seed: UInt64

    public init(
        datasetKind: String, feedback: InteractionMatrix.Feedback? = nil, hasValidation: Bool, selectMetric: String?,
        metrics: [String] = [], seed: UInt64 = 0
    ) {
        self.datasetKind = datasetKind
        self.feedback = feedback
        self.hasValidation = hasValidation
        self.selectMetric = selectMetric
        self.metrics = metrics
        self.seed = seed
    }
}
