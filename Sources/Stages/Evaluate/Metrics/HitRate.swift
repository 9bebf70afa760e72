import Modelling
import Pipeline

/// Share of users whose list of `k` holds at least one of their test items.
public struct HitRate: CutoffMetric {
    public static let name = "hit_rate"
    public static let definition = "Share of users with at least one test item in the top k."

    public let depth: Int

    public init(depth: Int) {
        self.depth = depth
    }

    public static func measure(depth: Int) -> MetricMeasure {
        .ranking(depth: depth) { $0.ranks.isEmpty ? 0 : 1 }
    }
}
