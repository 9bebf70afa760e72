import Modelling
import Pipeline

/// Scores candidates on the held-out parts and selects one.
public struct EvaluateStage: Evaluating {
    public let metrics: [String]
    public let select: String
    public let excludeSeen: Bool
    /// Labels of the column `weight.by` that count as hits; nil when all rows do.
    let relevant: [String]?
    let measured: [any MetricComponent]
    public let gate: [Configured<any GateCondition>]
    private let site: SettingsSite

    public init(from settings: SettingsReader) {
        site = settings.site
        let names: [String] = settings.required(
            "metrics", "What candidates are judged by, as name@k or name: ndcg@10, mrr, rmse …")
        let select: String? = settings.optional(
            "select", "The metric candidates are chosen by; one of metrics. Left out, the first of them.")
        excludeSeen = settings.value(
            "exclude_seen", default: true, "Leave items a user has interacted with out of rankings and recommendations."
        )
        relevant = settings.optional(
            "relevant",
            "Labels of the column weight.by that count as hits in ranking metrics. Left out, all rows count.")
        measured = MetricNames(known: settings.catalog.metrics).metrics(names, at: settings.site["metrics"])
        metrics = measured.map(\.label)
        // What is asked of the winner changes no score.
        gate = settings.objects(
            "gate", "What the winner must meet to be published, all of it. Left out, every winner is.",
            addressing: .position, decidesResult: false
        ) { reader in
            reader.component("condition", from: reader.catalog.gateConditions, "The condition.")
        }.compactMap(\.self)
        self.select = select ?? metrics.first ?? ""
        // Where a metric could not be read, the one to select by may be among those: one mistake is told once.
        if let select, metrics.count == names.count, !metrics.isEmpty, !metrics.contains(select) {
            site["select"].reportUnknown("metric to select by", select, among: metrics)
        }
        if relevant?.isEmpty == true {
            site["relevant"].report("needs at least one label", hint: "leave it out where every row is a hit")
        }
    }

    public var metricVersions: JSON {
        .object(measured.map { .init($0.label, .integer(type(of: $0).version)) })
    }

    public var validationSettings: JSON {
        [
            "select": .string(select), "metrics": metricVersions, "exclude_seen": .bool(excludeSeen),
            "relevant": relevant.map { .array($0.map(JSON.string)) } ?? .null,
        ]
    }

    public func check(_ chain: EvaluateCheck) {
        if let datasetKind = chain.datasetKind, datasetKind != InteractionDataset.kind {
            site.report("evaluate scores datasets of the kind \(InteractionDataset.kind), found \(datasetKind)")
        }
        for (index, metric) in measured.enumerated() where chain.feedback == .implicit && !metric.measure.needsRanking {
            site["metrics"][index].report(
                "\(metric.label) compares predicted with given ratings, the dataset has weights",
                hint: "name the ratings' column in features.dataset.rating, or choose ranking metrics")
        }
        for (index, label) in (relevant ?? []).enumerated() where chain.labels?.contains(label) == false {
            site["relevant"][index].reportUnknown("label", label, among: chain.labels ?? [])
        }
        if relevant != nil, chain.datasetKind != nil, chain.labels == nil {
            site["relevant"].report(
                "rows have no labels to choose from", hint: "state weight.by and weight.values in features.dataset")
        }
        for condition in gate {
            condition.component.check(
                GateCheck(metrics: measured, exports: chain.exports), at: condition.site)
        }
        if !chain.hasSplit {
            site.report(
                "there is nothing to evaluate on: features holds no rows out",
                hint: "add a split to the features stage, or leave evaluate out")
        }
    }

    /// The metric candidates are chosen by.
    var selector: (any MetricComponent)? { measured.first { $0.label == select } }
}
