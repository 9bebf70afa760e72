import Foundation

/// How p-values are spelled.
enum PValue {
    /// Two or three decimals; small ones by their bound, since a bootstrap knows no smaller than its resamples tell.
    static func text(_ value: Double) -> String {
        guard value.isFinite else { return "unknown" }
        if value < 0.001 { return "below 0.001" }
        if value > 0.995 { return "1" }
        return String(format: value < 0.0995 ? "%.3f" : "%.2f", value)
    }
}
