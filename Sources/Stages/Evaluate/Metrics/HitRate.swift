import Modelling
import Pipeline

/// Share of users whose list of `k` holds at least one of their test items.
public struct HitRate: MetricComponent {
    public static let name = "hit_rate"
    public static let definition = "Share of users with at least one test item in the top k."
    public static let takesCutoff = true

    public let label: String
    public let higherIsBetter = true
    public let measure: MetricMeasure

    public init(cutoff: Int?) {
        let depth = Self.require(cutoff)
        label = "\(Self.name)@\(depth)"
        measure = .ranking(depth: depth) { $0.ranks.isEmpty ? 0 : 1 }
    }
}
