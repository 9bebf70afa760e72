import Modelling
import Pipeline

/// Share of the user's test items that the list of `k` holds: hits / test items. Stays below 1 for users with more than k.
public struct Recall: CutoffMetric {
    public static let name = "recall"
    public static let definition = "Share of the user's test items found in the top k; mean over users."

    public let depth: Int

    public init(depth: Int) {
        self.depth = depth
    }

    public static func measure(depth: Int) -> MetricMeasure {
        .ranking(depth: depth) { Double($0.ranks.count) / Double($0.relevantCount) }
    }
}
