import Foundation
import Tables

/// Instants as Mercer writes and reads them: microseconds since 1970 in UTC, ISO 8601 as text.
public enum Instant {
    /// `2011-12-09T12:50:00Z`, with a fraction where there is one.
    public static func text(microseconds: Int64) -> String {
        ISO8601Timestamp.text(microseconds)
    }

    /// A clock's time, to the millisecond.
    public static func text(_ date: Date) -> String {
        text(microseconds: microseconds(date))
    }

    /// A clock's time, to the millisecond.
    static func microseconds(_ date: Date) -> Int64 {
        Int64((date.timeIntervalSince1970 * 1000).rounded()) * 1000
    }

    /// Reads a date (its 00:00 UTC) or an ISO 8601 date and time, in UTC where it states no zone; nil for anything else.
    public static func parse(_ text: String) -> Int64? {
        ISO8601Timestamp.microseconds(text)
    }
}
