import LinearAlgebra
import Pipeline
import Tables

/// Holds out the newest rows of all users alike: trains on the past, tests on what came then.
///
/// The cut is stated in one of three ways; the validation part is cut by the same rule just before it:
/// - `date`: rows at or after an instant. The validation part reaches as far back before it as the newest row lies after.
/// - `last_days`: rows at or after the run's instant less so many days. The validation part: as many days before that.
/// - `test`: so large a share of the rows, rounded to whole rows but at least one, the newest; of rows at the same time the
///   later ones of the input. The validation part: the same share of the rows left.
public struct TemporalSplit: TimeOrderedSplit {
    public static let name = "temporal"
    public static let summary = "The newest rows: from a date on, of the last days, or a share."

    enum Cut: Sendable {
        /// Microseconds since 1970 UTC.
        case date(Int64)
        case lastDays(Double)
        case share(Double)
    }

    let cut: Cut

    private static let microsecondsPerDay = 86_400_000_000.0

    public init(from settings: SettingsReader) {
        let date: String? = settings.optional(
            "date", "Rows at or after this instant are held out: ISO 8601, a date alone is its 00:00 UTC.")
        let share: Double? = settings.optional("test", .between(0, 1), "Share of the rows to hold out.")
        let days: Double? = settings.optional(
            "last_days", .above(0), "Rows of the last so many days before the run's instant are held out.")
        let instant = date.flatMap(Instant.parse)
        if let date, instant == nil {
            settings.site["date"].report(
                "expected a date or an instant, found \"\(date)\"", hint: "such as 2024-05-01 or 2024-05-01T12:00:00Z")
        }
        // A key whose value was refused is stated all the same; its own problem is enough.
        let stated = ["date", "test", "last_days"].filter { settings.site[$0].isStated }
        if stated.count != 1 {
            settings.site.report(
                "expected one of `date`, `test` and `last_days`, found \(stated.isEmpty ? "none" : stated.joined(separator: ", "))"
            )
        }
        cut = instant.map(Cut.date) ?? days.map(Cut.lastDays) ?? .share(share ?? 0.5)
    }

    public func check(_ schema: TableSchema, timeColumn: String?, at site: SettingsSite) {
        requireTime(timeColumn, at: site)
    }

    public func movesIntoTrained(hasValidation: Bool) -> String? {
        guard case .date = cut, hasValidation else { return nil }
        return
            "use `last_days` or `test` in features.split: with a fixed `date` the validation part reaches further back "
            + "every day, over rows that the champion was trained on, and every run is refused"
    }

    public func heldOut(of rows: SplitRows) throws -> [Bool] {
        switch cut {
        case .share(let share): return try NewestRows(share: share, of: rows).marked()
        case .date(let date):
            if rows.round == 0 { return try held(of: rows, from: date) }
            let length = max(0, try rows.endOfTimes().saturatingSubtract(date))
            return try held(of: rows, from: date.saturatingSubtract(length))
        case .lastDays(let days):
            let end = try rows.asOf ?? rows.endOfTimes()
            let back = days * Double(rows.round + 1) * Self.microsecondsPerDay
            return try held(of: rows, from: Int64(exactly: (Double(end) - back).rounded()) ?? .min)
        }
    }

    private func held(of rows: SplitRows, from instant: Int64) throws -> [Bool] {
        let times = rows.requiredTimes
        var held = [Bool](repeating: false, count: times.count)
        try held.withSharedBuffer { held in
            try rows.pool.forEachChunk(count: times.count, chunkSize: 1 << 16) { range, _ in
                for row in range { held.pointer[row] = rows.eligible[row] && times[row] >= instant }
            }
        }
        return held
    }
}

extension Int64 {
    /// The difference, or the nearest number there is: an absurd time must not stop the program.
    fileprivate func saturatingSubtract(_ other: Int64) -> Int64 {
        let (difference, overflow) = subtractingReportingOverflow(other)
        return overflow ? (other > 0 ? .min : .max) : difference
    }
}
