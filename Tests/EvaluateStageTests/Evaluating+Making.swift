import EvaluateStage
import LinearAlgebra
import Logging
import Modelling
import Pipeline
import Tables
import TestSupport

let allMetrics: [any MetricComponent.Type] = [
    NDCG.self, Precision.self, Recall.self, RecallCapped.self, MeanAveragePrecision.self, HitRate.self,
    MeanReciprocalRank.self, AreaUnderCurve.self, Coverage.self, PopularityShare.self, RootMeanSquaredError.self,
    MeanAbsoluteError.self,
]

func context(threads: Int = 1, seed: UInt64 = 7, isCancelled: @escaping @Sendable () -> Bool = { false }) -> RunContext
{
    RunContext(
        pool: WorkerPool(threadCount: threads), seed: seed, asOf: nil, log: Logger(label: "test"),
        progress: SilentProgress(), isCancelled: isCancelled)
}

func stage(_ json: String) throws -> EvaluateStage {
    try SettingsReader.read(json, catalog: ComponentCatalog(metrics: allMetrics), EvaluateStage.init(from:))
}

/// A candidate with written scores.
func candidate(_ id: String, _ model: any FittedModel) -> TrainedCandidate {
    TrainedCandidate(
        id: id, modelName: "table", settings: [:], model: model,
        trace: TrainingTrace(iterations: [], ending: .finished, chosenIteration: 0), fitSeconds: 0)
}

/// One held-out row.
struct HeldOutRow {
    let item: Int32
    var value: Float = 1
    var label: Int32 = -1
}

extension HeldOutInteractions {
    /// Rows written down user by user.
    init(_ users: [[HeldOutRow]], labelNames: [String] = [], unknownUsers: Int = 0, unknownItems: Int = 0) {
        let rows = users.flatMap(\.self)
        self.init(
            offsets: users.reduce(into: [0]) { $0.append($0.last! + $1.count) }, items: rows.map(\.item),
            values: rows.map(\.value), labels: rows.map(\.label), labelNames: labelNames,
            rowsWithUnknownUser: unknownUsers, rowsWithUnknownItem: unknownItems)
    }

    /// Held-out items of each user.
    init(items: [[Int32]]) {
        self.init(items.map { $0.map { HeldOutRow(item: $0) } })
    }
}

extension InteractionMatrix {
    /// Implicit feedback of weight 1 for the items of each user.
    init(users: [[Int32]], items: Int) {
        self.init(
            .implicit, users.map { seen in (0..<Int32(items)).map { seen.contains($0) ? 1 : nil } })
    }
}

extension InteractionDataset {
    init(_ training: InteractionMatrix, validation: HeldOutInteractions? = nil, test: HeldOutInteractions?) {
        self.init(training: training, validation: validation, test: test, userTable: nil, itemTable: nil)
    }
}

extension Evaluation {
    func value(_ metric: String, candidate: Int = 0) -> MetricValue? {
        candidates[candidate].metrics.first { $0.metric == metric }?.value
    }

    func account(_ name: String) -> Int? {
        accounts.first { $0.name == name }?.count
    }
}

func isClose(_ found: Double?, _ expected: Double, tolerance: Double = 1e-12) -> Bool {
    found.map { abs($0 - expected) <= tolerance } ?? false
}
