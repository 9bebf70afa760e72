import Modelling
import Pipeline

/// Share of the `k` places that go to popular items: the fewest items that hold half of the training interactions.
public struct PopularityShare: CutoffMetric {
    public static let name = "popularity_share"
    public static let definition =
        "Share of the k places that go to the fewest items holding half of the training interactions; mean over users."

    public let depth: Int
    /// Of two lists that hit equally often, the one that shows more of the catalogue serves a shop better.
    public let higherIsBetter = false

    public init(depth: Int) {
        self.depth = depth
    }

    public static func measure(depth: Int) -> MetricMeasure {
        .list(depth: depth) { items, catalogue in
            Double(items.count { catalogue.isHead[Int($0)] }) / Double(depth)
        }
    }
}
