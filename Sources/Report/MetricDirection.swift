/// Which way a metric improves, by its name without cutoff.
enum MetricDirection {
    case higherIsBetter
    case lowerIsBetter

    /// Errors and the share of popular items improve downwards; everything else upwards.
    private static let lower: Set<String> = ["rmse", "mae", "popularity_share"]

    init(of metric: String) {
        self = Self.lower.contains(Self.baseName(of: metric)) ? .lowerIsBetter : .higherIsBetter
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
