import Modelling
import Tables

/// What a challenger must meet to be published: an element of `evaluate.gate` with its `condition`.
public protocol GateCondition: Component {
    /// What it looks at, and how it judges.
    var rule: GateRule { get }

    /// Checks the settings against what the pipeline evaluates and exports.
    func check(_ chain: GateCheck, at site: SettingsSite)

    /// Checks columns; `userSchema` is nil where the dataset has no side table of users.
    func check(userSchema: TableSchema?, at site: SettingsSite)

    /// What tonight's test users say of the condition where there is no champion to judge beside.
    ///
    /// - Parameter groups: how columns of the users' table group them, by the column's name.
    func outlook(on groups: [String: UserGrouping]) -> GateOutlook
}

/// What is known of a condition before it can judge anything.
public struct GateOutlook: Sendable {
    /// Why it could judge nobody, which refuses every later run, and so this one; nil where it could.
    public let problem: String?
    /// What someone should know although it decides nothing.
    public let warnings: [String]

    public init(problem: String? = nil, warnings: [String] = []) {
        self.problem = problem
        self.warnings = warnings
    }
}

extension GateCondition {
    public func check(userSchema: TableSchema?, at site: SettingsSite) {}
    public func outlook(on groups: [String: UserGrouping]) -> GateOutlook { GateOutlook() }
}

/// The ways a condition looks at a challenger.
public enum GateRule: Sendable {
    /// By what it is and how it scored.
    case alone(@Sendable (GateChallenger) -> ConditionOutcome)
    /// Beside the champion, both scored on the same test part. On a first run, and where the challenger is the champion's own
    /// model, there is nothing to judge.
    case besideChampion(@Sendable (ChampionComparison) throws -> ConditionOutcome)

    var needsChampion: Bool {
        if case .besideChampion = self { true } else { false }
    }
}

/// What is known of the chain when a condition is checked.
public struct GateCheck: Sendable {
    /// The metrics the pipeline evaluates, in its order.
    public let metrics: [any MetricComponent]
    public let exports: Bool

    public init(metrics: [any MetricComponent], exports: Bool) {
        self.metrics = metrics
        self.exports = exports
    }

    /// The metric a condition names, or nil after reporting that the pipeline does not evaluate it.
    public func metric(_ label: String, at site: SettingsSite) -> (any MetricComponent)? {
        if let metric = metrics.first(where: { $0.label == label }) { return metric }
        // Where no metric could be read, the one that is named may be among those.
        if !metrics.isEmpty { site["metric"].reportUnknown("metric", label, among: metrics.map(\.label)) }
        return nil
    }
}

/// The run's winner, as the gate sees it.
public struct GateChallenger: Sendable {
    /// On the test part.
    public let metrics: [Evaluation.Score]
    /// From dataset in memory to fitted evaluation model.
    public let fitSeconds: Double
    /// Of the exported files; nil where nothing is exported.
    public let bundleBytes: Int?

    public init(metrics: [Evaluation.Score], fitSeconds: Double, bundleBytes: Int?) {
        self.metrics = metrics
        self.fitSeconds = fitSeconds
        self.bundleBytes = bundleBytes
    }

    /// NaN where the run has no such value, which meets no condition.
    public func value(of metric: String) -> Double {
        metrics.first { $0.metric == metric }?.value.value ?? .nan
    }
}
