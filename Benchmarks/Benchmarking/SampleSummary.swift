/// Median and spread of repeated measurements.
///
/// The spread is the whole range: with a handful of samples, quartiles would say more than is known.
package struct SampleSummary: Sendable, Equatable {
    /// The middle sample; of an even number, the mean of the two in the middle.
    package let median: Double
    package let minimum: Double
    package let maximum: Double
    package let count: Int

    /// Nil without samples, or where one is no finite number.
    package init?(_ samples: [Double]) {
        guard !samples.isEmpty, samples.allSatisfy(\.isFinite) else { return nil }
        let sorted = samples.sorted()
        let middle = sorted.count / 2
        median = sorted.count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
        minimum = sorted[0]
        maximum = sorted[sorted.count - 1]
        count = sorted.count
    }
}
