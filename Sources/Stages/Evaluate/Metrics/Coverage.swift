import Modelling
import Pipeline

/// Share of the items known to training that stand in at least one user's list of `k`.
public struct Coverage: CutoffMetric {
    public static let name = "coverage"
    public static let definition = "Share of the items known to training that appear in the top k of at least one user."

    public let depth: Int

    public init(depth: Int) {
        self.depth = depth
    }

    public static func measure(depth: Int) -> MetricMeasure {
        .catalogue(depth: depth) { distinctItems, catalogue in
            Double(distinctItems) / Double(catalogue.itemCount)
        }
    }
}
