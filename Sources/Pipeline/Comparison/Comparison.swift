import LinearAlgebra
import Modelling

/// Everything that compares the models of several runs, as plain numbers.
///
/// The first model is the baseline: the others are held against it. Values of all models stand side by side; differences
/// are tested only between models that were judged on the same test part.
public struct Comparison: Sendable {
    /// A model's tests against the baseline.
    public struct Pair: Sendable {
        /// Position among all models.
        public let model: Int
        public let tests: [PairedTest]
        /// Why there are none; nil where there are.
        public let obstacle: String?
    }

    /// A model's ratings against its predictions.
    public struct Calibration: Sendable {
        public let model: Int
        public let bins: [Evaluation.Evidence.CalibrationBin]
    }

    public let models: [ComparedModel]
    /// The runs of the models, in the order they first appear.
    public let runs: [StoredRun]
    /// In the order the runs list them.
    public let metrics: [String]
    public let lowerIsBetter: Set<String>
    /// What the summary and the segments look at: the metric the baseline's run selected by, where all models judged on its
    /// test part have it; else the first they all have.
    public let mainMetric: String
    /// One for each model but the baseline.
    public let pairs: [Pair]
    /// Nil where the baseline's run left no values per user.
    public let segments: SegmentComparison?
    public let pipelineDifferences: [SettingDifference]
    public let configDifferences: [SettingDifference]
    public let environmentDifferences: [SettingDifference]
    public let data: DataComparison
    /// Nil where fewer than two models have lists of the same users.
    public let lists: ListComparison?
    /// Empty where no model predicts ratings.
    public let calibrations: [Calibration]
    /// What was left out, and why, in words.
    public let notes: [String]

    /// - Throws: `InputError` where a run's file was damaged.
    public init(_ selection: RunSelection, pool: WorkerPool) throws {
        try self.init(models: selection.models, notes: selection.notes, pool: pool)
    }

    init(models: [ComparedModel], notes: [String], pool: WorkerPool) throws {
        precondition(models.count > 1, "a comparison has two models")
        self.models = models
        let runs = (0...(models.map(\.runIndex).max() ?? 0)).compactMap { index in
            models.first { $0.runIndex == index }?.run
        }
        self.runs = runs
        let details = runs.map(\.details)
        metrics = DataComparison.inOrder(models.flatMap { $0.metrics.map(\.metric) })
        lowerIsBetter = Set(
            details.flatMap { ($0?["lower_is_better"]?.arrayValue ?? []).compactMap(\.stringValue) })
        let main = MainMetric(of: models)
        mainMetric = main.name
        let gatherer = ComparisonGatherer(models: models, runs: runs)
        let testUsers = try runs.map { try StoredEvidence.users(of: $0) }
        let paired = try gatherer.paired(testUsers: testUsers[models[0].runIndex])
        pairs = try gatherer.pairs(paired, lowerIsBetter: lowerIsBetter, pool: pool)
        let metric = mainMetric
        segments = testUsers[models[0].runIndex].flatMap { users in
            SegmentComparison(metric, values: paired.values, models: paired.models, users: users)
        }
        data = DataComparison(runs, details: details, testUsers: testUsers.map { $0?.ids })
        let lists = try gatherer.lists()
        self.lists = lists.comparison
        calibrations = try models.indices.compactMap { index in
            let bins = try StoredEvidence.calibration(of: models[index].candidate, run: models[index].run)
            return bins.isEmpty ? nil : Calibration(model: index, bins: bins)
        }
        pipelineDifferences = SettingDifference.between(
            runs.map { $0.record["pipeline"] ?? .null }, ignoring: ["$schema", "description"])
        configDifferences = SettingDifference.between(
            runs.map { $0.record["config"] ?? .null }, ignoring: ["$schema", "workspace"])
        environmentDifferences = SettingDifference.between(
            runs.map { run in
                ["environment": run.record["environment"] ?? .null, "as_of": run.record["as_of"] ?? .null]
            })
        self.notes = notes + main.notes + lists.notes
    }

    /// Whether a greater value is worse.
    public func isLowerBetter(_ metric: String) -> Bool { lowerIsBetter.contains(metric) }

    /// Positions of the models judged on the baseline's test part, the baseline first.
    public var comparable: [Int] { models.indices.filter { models[$0].testDigest == models[0].testDigest } }
}
