import Foundation

/// Instants as Mercer writes and reads them: microseconds since 1970 in UTC, ISO 8601 as text.
public enum Instant {
    /// `2011-12-09T12:50:00Z`, with a fraction where there is one. Proleptic Gregorian; O(1).
    public static func text(microseconds: Int64) -> String {
        let (seconds, fraction) = microseconds.quotientAndRemainder(floor: 1_000_000)
        let (days, second) = seconds.quotientAndRemainder(floor: 86_400)
        let (year, month, day) = civil(fromDays: days)
        func padded(_ value: Int64, _ width: Int) -> String {
            let text = String(value)
            return String(repeating: "0", count: max(0, width - text.count)) + text
        }
        var text = "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))T"
        text += "\(padded(second / 3600, 2)):\(padded(second / 60 % 60, 2)):\(padded(second % 60, 2))"
        if fraction != 0 {
            var digits = padded(fraction, 6)
            while digits.last == "0" { digits.removeLast() }
            text += ".\(digits)"
        }
        return text + "Z"
    }

    public static func text(_ date: Date) -> String {
        text(microseconds: Int64((date.timeIntervalSince1970 * 1000).rounded()) * 1000)
    }

    /// Reads a date (its 00:00 UTC) or an ISO 8601 date and time with a zone; nil for anything else.
    public static func parse(_ text: String) -> Int64? {
        let parts = text.split(separator: "T", maxSplits: 1, omittingEmptySubsequences: false)
        let date = parts[0].split(separator: "-", omittingEmptySubsequences: false)
        guard date.count == 3, date[0].count == 4, date[1].count == 2, date[2].count == 2,
            let year = Int64(date[0]), let month = Int64(date[1]), let day = Int64(date[2]),
            (1...12).contains(month), (1...31).contains(day)
        else { return nil }
        let days = Self.days(year: year, month: month, day: day)
        guard civil(fromDays: days) == (year, month, day) else { return nil }
        guard parts.count == 2 else { return days * 86_400_000_000 }
        guard let time = timeOfDay(parts[1]) else { return nil }
        return days * 86_400_000_000 + time
    }

    /// Microseconds of `12:50:00.25Z` or `12:50+01:00` since midnight UTC of the stated date.
    private static func timeOfDay(_ text: Substring) -> Int64? {
        var clock = text
        var zoneMinutes: Int64 = 0
        if clock.last == "Z" {
            clock.removeLast()
        } else if let sign = clock.lastIndex(where: { $0 == "+" || $0 == "-" }) {
            let zone = clock[clock.index(after: sign)...].split(separator: ":", omittingEmptySubsequences: false)
            guard zone.count == 2, zone.allSatisfy({ $0.count == 2 }), let hours = Int64(zone[0]),
                let minutes = Int64(zone[1]), hours < 24, minutes < 60
            else { return nil }
            zoneMinutes = (clock[sign] == "+" ? 1 : -1) * (hours * 60 + minutes)
            clock = clock[..<sign]
        } else {
            return nil
        }
        let fields = clock.split(separator: ":", omittingEmptySubsequences: false)
        guard (2...3).contains(fields.count), fields.prefix(2).allSatisfy({ $0.count == 2 }),
            let hour = Int64(fields[0]), let minute = Int64(fields[1]), hour < 24, minute < 60
        else { return nil }
        var second = 0.0
        if fields.count == 3 {
            guard let value = Double(fields[2]), value >= 0, value < 60 else { return nil }
            second = value
        }
        return (hour * 60 + minute - zoneMinutes) * 60_000_000 + Int64((second * 1_000_000).rounded())
    }

    /// Days since 1970-01-01. Source: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", days_from_civil.
    static func days(year: Int64, month: Int64, day: Int64) -> Int64 {
        let shifted = month <= 2 ? year - 1 : year
        let (era, yearOfEra) = shifted.quotientAndRemainder(floor: 400)
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    /// The inverse of `days`; same source, civil_from_days.
    static func civil(fromDays days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let (era, dayOfEra) = (days + 719_468).quotientAndRemainder(floor: 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }
}

extension Int64 {
    /// Quotient rounded down and a remainder that is never negative.
    fileprivate func quotientAndRemainder(floor divisor: Int64) -> (quotient: Int64, remainder: Int64) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}
