import Modelling
import Pipeline

/// Share of the `k` places that hold a test item: hits / k, also where fewer than k items can be recommended.
public struct Precision: CutoffMetric {
    public static let name = "precision"
    public static let definition =
        "Share of the k places of the list that hold one of the user's test items; mean over users."

    public let depth: Int

    public init(depth: Int) {
        self.depth = depth
    }

    public static func measure(depth: Int) -> MetricMeasure {
        .ranking(depth: depth) { Double($0.ranks.count) / Double(depth) }
    }
}
