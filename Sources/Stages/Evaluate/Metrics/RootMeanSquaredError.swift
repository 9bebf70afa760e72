import Modelling
import Pipeline

/// √(Σ (prediction − rating)² / rows), over all test rows of known users and items; predictions are not clipped.
public struct RootMeanSquaredError: MetricComponent {
    public static let name = "rmse"
    public static let definition =
        "Square root of the mean squared difference between predicted and given rating, over test rows; predictions unclipped."
    public static let takesCutoff = false

    public let label = Self.name
    public let higherIsBetter = false
    public let measure: MetricMeasure

    public init(cutoff: Int?) {
        measure = .rating(term: { $0 * $0 }, finish: { sum, rows in (sum / Double(rows)).squareRoot() })
    }
}
