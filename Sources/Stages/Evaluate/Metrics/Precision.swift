import Modelling
import Pipeline

/// Share of the `k` places that hold a test item: hits / k, also where fewer than k items can be recommended.
public struct Precision: MetricComponent {
    public static let name = "precision"
    public static let definition =
        "Share of the k places of the list that hold one of the user's test items; mean over users."
    public static let takesCutoff = true

    public let label: String
    public let higherIsBetter = true
    public let measure: MetricMeasure

    public init(cutoff: Int?) {
        let depth = Self.require(cutoff)
        label = "\(Self.name)@\(depth)"
        measure = .ranking(depth: depth) { Double($0.ranks.count) / Double(depth) }
    }
}
