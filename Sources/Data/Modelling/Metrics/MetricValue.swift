/// A metric's value with its bootstrap interval.
public struct MetricValue: Sendable, Equatable {
    public let value: Double
    /// Ends of the 95 % percentile interval; nil where resampling would bias the metric.
    public let low: Double?
    public let high: Double?
    /// Users (ranking metrics) or rows (rating metrics) the value is over.
    public let count: Int

    public init(value: Double, low: Double?, high: Double?, count: Int) {
        self.value = value
        self.low = low
        self.high = high
        self.count = count
    }
}
