import Modelling

/// How a metric of one model differs from the baseline's over the same users, and how sure that is.
public struct PairedTest: Sendable, Equatable {
    /// Differences whose corrected p-value lies below are called certain.
    public static let level = 0.05

    public enum Verdict: String, Sendable {
        case better, worse
        /// Chance explains it, or there are too few users to tell.
        case undecided
    }

    public let metric: String
    /// Value of the model less that of the baseline.
    public let difference: Double
    /// Ends of the 95 % paired percentile bootstrap interval.
    public let low: Double
    public let high: Double
    /// Two-sided, of the paired bootstrap; as it is, and corrected over the metrics of the pair.
    public let bootstrapP: Double
    public let adjustedBootstrapP: Double
    /// The same of the signed-rank test; 1 where no user's value differs.
    public let wilcoxonP: Double
    public let adjustedWilcoxonP: Double
    /// Users with a value from both.
    public let userCount: Int
    /// By the corrected bootstrap, which is about the metric itself; the signed-rank test weighs every user's change by its rank.
    public let verdict: Verdict

    /// Whether so few users have a value from both that nothing is called certain: resampling one or two of them gives the
    /// same difference again and again, however little they stand for everybody else.
    public var hasTooFewUsers: Bool { userCount < PairedDifference.fewestUsers }

    /// Whether the correction over the metrics alone keeps it from being called certain.
    public var isUndoneByCorrection: Bool {
        !hasTooFewUsers && bootstrapP < Self.level && adjustedBootstrapP >= Self.level
    }

    public init(
        metric: String, difference: Double, low: Double, high: Double, bootstrapP: Double, adjustedBootstrapP: Double,
        wilcoxonP: Double, adjustedWilcoxonP: Double, userCount: Int, higherIsBetter: Bool
    ) {
        self.metric = metric
        self.difference = difference
        self.low = low
        self.high = high
        self.bootstrapP = bootstrapP
        self.adjustedBootstrapP = adjustedBootstrapP
        self.wilcoxonP = wilcoxonP
        self.adjustedWilcoxonP = adjustedWilcoxonP
        self.userCount = userCount
        verdict =
            adjustedBootstrapP >= Self.level || userCount < PairedDifference.fewestUsers
            ? .undecided : (difference > 0) == higherIsBetter ? .better : .worse
    }
}
