import Modelling
import Pipeline

/// Share of the user's test items that the list of `k` holds: hits / test items. Stays below 1 for users with more than k.
public struct Recall: MetricComponent {
    public static let name = "recall"
    public static let definition = "Share of the user's test items found in the top k; mean over users."
    public static let takesCutoff = true

    public let label: String
    public let higherIsBetter = true
    public let measure: MetricMeasure

    public init(cutoff: Int?) {
        let depth = Self.require(cutoff)
        label = "\(Self.name)@\(depth)"
        measure = .ranking(depth: depth) { Double($0.ranks.count) / Double($0.relevantCount) }
    }
}
