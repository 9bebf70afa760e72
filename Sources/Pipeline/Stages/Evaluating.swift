import Modelling
import Tables

/// The evaluate stage: scores candidates on the held-out parts and selects one.
public protocol Evaluating: Sendable {
    init(from settings: SettingsReader)

    /// Labels of the metrics, as listed: `ndcg@10`.
    var metrics: [String] { get }
    /// The metric candidates are chosen by.
    var select: String { get }
    /// The version of each metric, by its label: part of the key of the scores.
    var metricVersions: JSON { get }
    /// Whether items a user has interacted with are left out of rankings and recommendations.
    var excludeSeen: Bool { get }

    /// The settings that the score of `validation(of:in:)` depends on; they are part of the keys of models that stop early.
    var validationSettings: JSON { get }

    /// The conditions under which the winner is published; empty for none.
    var gate: [Configured<any GateCondition>] { get }

    /// Checks metrics against the dataset: that it has held-out parts, that labels named by `relevant` can be there.
    func check(_ chain: EvaluateCheck)

    /// Scores a model by one of `metrics` on the validation part; nil where the dataset has none.
    func validation(
        of dataset: any Dataset, by metric: String, in context: RunContext
    ) throws -> TrainingSession.Validation?

    func run(_ candidates: [TrainedCandidate], on dataset: any Dataset, in context: RunContext) throws -> Evaluation

    /// Scores a model that an earlier run stored on the test part, as `run` scores candidates: the same users and items, the
    /// same items left out as seen. What the model does not know is scored as `TransferredModel` says.
    ///
    /// - Throws: `DataError` where nothing can be scored; `CancellationError` when interrupted.
    func score(_ stored: StoredModel, on dataset: any Dataset, in context: RunContext) throws -> TestScores
}

extension Evaluating {
    /// Checks the gate's columns; `userSchema` is nil where the dataset has no side table of users.
    func checkGate(userSchema: TableSchema?) {
        for condition in gate { condition.component.check(userSchema: userSchema, at: condition.site) }
    }

    /// Scores a model under training by `select` on the validation part; nil where the dataset has none.
    public func validation(
        of dataset: any Dataset, in context: RunContext
    ) throws -> TrainingSession.Validation? {
        try validation(of: dataset, by: select, in: context)
    }
}

/// What is known of the chain when the evaluate stage is checked.
public struct EvaluateCheck: Sendable {
    /// Nil after a problem with the dataset was reported.
    public let datasetKind: String?
    /// Whether the dataset holds weights or ratings; nil where the kind knows neither.
    public let feedback: InteractionMatrix.Feedback?
    /// The labels rows can have (`weight.values`); nil where the dataset has none.
    public let labels: [String]?
    public let hasSplit: Bool
    /// Whether the pipeline exports anything, so that there are files to publish.
    public let exports: Bool

    public init(
        datasetKind: String?, feedback: InteractionMatrix.Feedback? = nil, labels: [String]? = nil, hasSplit: Bool,
        exports: Bool = true
    ) {
        self.datasetKind = datasetKind
        self.feedback = feedback
        self.labels = labels
        self.hasSplit = hasSplit
        self.exports = exports
    }
}

/// How the candidates of a run scored.
public struct Evaluation: Sendable {
    public struct Score: Sendable {
        public let metric: String
        public let value: MetricValue

        public init(metric: String, value: MetricValue) {
            self.metric = metric
            self.value = value
        }
    }

    /// A metric against the length of the list.
    public struct Curve: Sendable {
        /// Without cutoff: `ndcg`.
        public let metric: String
        public let points: [(listLength: Int, value: Double)]

        public init(metric: String, points: [(listLength: Int, value: Double)]) {
            self.metric = metric
            self.points = points
        }
    }

    public struct CandidateScores: Sendable {
        public let id: String
        public let modelName: String
        public let fitSeconds: Double
        /// On the test part, in the order of the pipeline's metrics.
        public let metrics: [Score]
        /// On the validation part; empty without one.
        public let validation: [Score]
        public let curves: [Curve]

        public init(
            id: String, modelName: String, fitSeconds: Double, metrics: [Score], validation: [Score], curves: [Curve]
        ) {
            self.id = id
            self.modelName = modelName
            self.fitSeconds = fitSeconds
            self.metrics = metrics
            self.validation = validation
            self.curves = curves
        }
    }

    /// Values of each user with test items, for paired comparisons: one column per candidate and metric.
    public struct PerUser: Sendable {
        /// Ids, in the order of the rows of `columns`.
        public let users: [String]
        public let columns: [(candidate: String, metric: String, values: [Float])]

        public init(users: [String], columns: [(candidate: String, metric: String, values: [Float])]) {
            self.users = users
            self.columns = columns
        }
    }

    /// The winner's id.
    public let selected: String
    /// `validation` or `test`: which part chose it.
    public let selectedOn: String
    /// Digest of the test pairs: only runs with the same one can be compared.
    public let testDigest: String
    public let candidates: [CandidateScores]
    public let perUser: PerUser
    /// What was counted but not scored: `("users without test items", 12)` …
    public let accounts: [(name: String, count: Int)]
    /// Labels of the metrics that improve downwards: errors.
    public let lowerIsBetter: Set<String>
    /// What the winner recommends to a few users.
    public let samples: [SampleRecommendation]
    /// What comparisons with other runs need; goes to files of its own. Nil where it was read back from the cache.
    public let evidence: Evidence?

    public init(
        selected: String, selectedOn: String, testDigest: String, candidates: [CandidateScores], perUser: PerUser,
        accounts: [(name: String, count: Int)], samples: [SampleRecommendation],
        lowerIsBetter: Set<String> = [], evidence: Evidence? = nil
    ) {
        self.selected = selected
        self.selectedOn = selectedOn
        self.testDigest = testDigest
        self.candidates = candidates
        self.perUser = perUser
        self.accounts = accounts
        self.samples = samples
        self.lowerIsBetter = lowerIsBetter
        self.evidence = evidence
    }
}
