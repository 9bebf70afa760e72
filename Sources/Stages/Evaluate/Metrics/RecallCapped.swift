import Modelling
import Pipeline

/// Recall that a perfect list of `k` always brings to 1: hits / min(k, test items) (Liang et al., "Variational
/// Autoencoders for Collaborative Filtering", 2018).
public struct RecallCapped: CutoffMetric {
    public static let name = "recall_capped"
    public static let definition =
        "Test items found in the top k, divided by the most a list of k could hold, min(k, test items); mean over users."

    public let depth: Int

    public init(depth: Int) {
        self.depth = depth
    }

    public static func measure(depth: Int) -> MetricMeasure {
        .ranking(depth: depth) { Double($0.ranks.count) / Double(min(depth, $0.relevantCount)) }
    }
}
