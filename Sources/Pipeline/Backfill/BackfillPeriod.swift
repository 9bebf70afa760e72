/// The nights of a backfill, and how many days after each its model is scored on.
public struct BackfillPeriod: Sendable, Equatable {
    /// Instants in microseconds UTC, a day apart, ascending; at least one.
    public let nights: [Int64]
    public let days: Int

    static let microsecondsPerDay: Int64 = 86_400_000_000
    /// No backfill comes near it: ten years of nights.
    public static let mostNights = 3_660

    /// Every night from the first instant on, the last instant included where it is one.
    ///
    /// - Returns: nil where there is none, or more than `mostNights`.
    public init?(from: Int64, to: Int64, days: Int) {
        guard from <= to, days >= 1 else { return nil }
        let (span, overflow) = to.subtractingReportingOverflow(from)
        guard !overflow, span / Self.microsecondsPerDay < Self.mostNights else { return nil }
        nights = Array(stride(from: from, through: to, by: Int64.Stride(Self.microsecondsPerDay)))
        self.days = days
    }

    /// The exclusive end of the days after a night.
    func end(after night: Int64) -> Int64 { night + Int64(days) * Self.microsecondsPerDay }
}
