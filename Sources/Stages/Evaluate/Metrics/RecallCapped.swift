import Modelling
import Pipeline

/// Recall that a perfect list of `k` always brings to 1: hits / min(k, test items) (Liang et al., "Variational
/// Autoencoders for Collaborative Filtering", 2018).
public struct RecallCapped: MetricComponent {
    public static let name = "recall_capped"
    public static let definition =
        "Test items found in the top k, divided by the most a list of k could hold, min(k, test items); mean over users."
    public static let takesCutoff = true

    public let label: String
    public let higherIsBetter = true
    public let measure: MetricMeasure

    public init(cutoff: Int?) {
        let depth = Self.require(cutoff)
        label = "\(Self.name)@\(depth)"
        measure = .ranking(depth: depth) { Double($0.ranks.count) / Double(min(depth, $0.relevantCount)) }
    }
}
