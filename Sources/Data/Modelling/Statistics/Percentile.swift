/// Percentiles of a sample, interpolated linearly between the two nearest values (definition 7 of Hyndman and Fan, "Sample
/// Quantiles in Statistical Packages", 1996).
package enum Percentile {
    /// The value below which a share of the sample lies. O(1).
    ///
    /// - Parameters:
    ///   - share: 0 … 1.
    ///   - sorted: ascending, at least one value.
    package static func value(_ share: Double, ofSorted sorted: [Double]) -> Double {
        let position = share * Double(sorted.count - 1)
        let below = Int(position)
        let above = min(below + 1, sorted.count - 1)
        // Equal neighbours give themselves, without rounding.
        return sorted[below] + (position - Double(below)) * (sorted[above] - sorted[below])
    }
}
