import Pipeline

/// Which way a metric improves, by its name without cutoff.
enum MetricDirection {
    case higherIsBetter
    case lowerIsBetter

    /// As the metric's own component says; a curve's metric has no cutoff and goes the way of any cutoff.
    init(of metric: String, in evaluation: Evaluation) {
        let isLower = evaluation.lowerIsBetter.contains { $0 == metric || Self.baseName(of: $0) == metric }
        self = isLower ? .lowerIsBetter : .higherIsBetter
    }

    /// `ndcg` of `ndcg@10`.
    static func baseName(of metric: String) -> String {
        String(metric.prefix { $0 != "@" })
    }

    /// How much better `value` is than `other`: positive where it is better.
    func gain(_ value: Double, over other: Double) -> Double {
        self == .higherIsBetter ? value - other : other - value
    }
}
