import Modelling
import Pipeline

/// Mean average precision of a list of `k`.
///
///     map@k = Σ_{j-th hit at rank r_j ≤ k} j / r_j  ÷  min(k, test items)
public struct MeanAveragePrecision: CutoffMetric {
    public static let name = "map"
    public static let definition =
        "Precision at the rank of each hit in the top k, summed and divided by min(k, test items); mean over users."

    public let depth: Int

    public init(depth: Int) {
        self.depth = depth
    }

    public static func measure(depth: Int) -> MetricMeasure {
        .ranking(depth: depth) { user in
            var sum = 0.0
            var hits = 0
            for rank in user.ranks {
                hits += 1
                sum += Double(hits) / Double(rank)
            }
            return sum / Double(min(depth, user.relevantCount))
        }
    }
}
