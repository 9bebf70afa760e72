import EvaluateStage
import LinearAlgebra
import Modelling
import Pipeline
import TestSupport
import Testing

let allConditions: [Registry<any GateCondition>.Entry] = [
    .init(Minimum.self), .init(MinimumChange.self), .init(NotWorse.self), .init(Segments.self), .init(Bounds.self),
    .init(MaximumFitSeconds.self), .init(MaximumBundleBytes.self),
]

/// The rule of a condition read from JSON.
func rule<Condition: GateCondition>(_ type: Condition.Type, _ json: String) throws -> GateRule {
    try SettingsReader.read(json, catalog: ComponentCatalog(metrics: allMetrics), Condition.init(from:)).rule
}

func challenger(_ metrics: [String: Double], fitSeconds: Double = 1, bytes: Int? = 1000) -> GateChallenger {
    GateChallenger(metrics: scores(metrics), fitSeconds: fitSeconds, bundleBytes: bytes)
}

func scores(_ metrics: [String: Double]) -> [Evaluation.Score] {
    metrics.map { name, value in
        Evaluation.Score(metric: name, value: MetricValue(value: value, low: nil, high: nil, count: 1))
    }
}

/// How a condition judges a challenger alone.
func judge(_ rule: GateRule, _ challenger: GateChallenger) throws -> ConditionOutcome {
    guard case .alone(let judge) = rule else { throw NotOfThisKind() }
    return judge(challenger)
}

/// How a condition judges a challenger beside a champion, from one metric's values of each user.
func judge(
    _ rule: GateRule, _ metric: String, challenger own: [Double], champion: [Double], rows: [Int]? = nil,
    groups: [String: [String?]] = [:], values: (Double, Double)? = nil, threads: Int = 1
) throws -> ConditionOutcome {
    guard case .besideChampion(let judge) = rule else { throw NotOfThisKind() }
    func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }
    let values = values ?? (mean(own), mean(champion))
    let groupings = groups.map { UserGrouping(column: $0.key, values: $0.value, most: 20) { $0 } }
    let users = PairedUsers(
        rows: rows ?? own.map { _ in 1 },
        groups: Dictionary(uniqueKeysWithValues: groupings.map { ($0.column, $0) }),
        challenger: [metric: own], champion: [metric: champion])
    return try judge(
        ChampionComparison(
            challenger: challenger([metric: values.0]), champion: scores([metric: values.1]), users: users,
            lowerIsBetter: ["rmse", "mae", "popularity_share@10"], pool: WorkerPool(threadCount: threads)))
}

struct NotOfThisKind: Error {}
