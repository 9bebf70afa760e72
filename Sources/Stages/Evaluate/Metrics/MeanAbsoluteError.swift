import Modelling
import Pipeline

/// Σ |prediction − rating| / rows, over all test rows of known users and items; predictions are not clipped.
public struct MeanAbsoluteError: MetricComponent {
    public static let name = "mae"
    public static let definition =
        "Mean absolute difference between predicted and given rating, over test rows; predictions unclipped."
    public static let takesCutoff = false

    public let label = Self.name
    public let higherIsBetter = false
    public let measure: MetricMeasure

    public init(cutoff: Int?) {
        measure = .rating(term: { abs($0) }, finish: { sum, rows in sum / Double(rows) })
    }
}
