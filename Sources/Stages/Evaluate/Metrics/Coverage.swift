import Modelling
import Pipeline

/// Share of the items known to training that stand in at least one user's list of `k`.
public struct Coverage: MetricComponent {
    public static let name = "coverage"
    public static let definition = "Share of the items known to training that appear in the top k of at least one user."
    public static let takesCutoff = true

    public let label: String
    public let higherIsBetter = true
    public let measure: MetricMeasure

    public init(cutoff: Int?) {
        let depth = Self.require(cutoff)
        label = "\(Self.name)@\(depth)"
        measure = .catalogue(depth: depth) { distinctItems, catalogue in
            Double(distinctItems) / Double(catalogue.itemCount)
        }
    }
}
