/// Instants as ISO 8601 text, in the proleptic Gregorian calendar, without leap seconds.
///
/// Read: `YYYY-MM-DD`, then optionally `T` or one blank, `HH:MM`, `:SS`, a fraction after `.` or `,` (digits past the
/// sixth are cut off), and `Z` or an offset `±HH`, `±HHMM` or `±HH:MM`. Without an offset the text is in UTC.
/// Years run from 0001 to 9999.
public enum ISO8601Timestamp {
    /// Microseconds since 1970-01-01T00:00:00Z, or nil where `text` is no such instant. O(length).
    public static func microseconds(_ text: String) -> Int64? {
        var scanner = DigitScanner(bytes: Array(text.utf8))
        guard let days = scanDate(&scanner) else { return nil }
        var microseconds = days * 86_400_000_000
        if !scanner.isAtEnd {
            guard scanner.skip(anyOf: "Tt "), let time = scanTime(&scanner) else { return nil }
            guard let offset = scanOffset(&scanner), scanner.isAtEnd else { return nil }
            microseconds += time - offset
        }
        return microseconds
    }

    /// `2011-12-01T08:26:00Z`, with six digits of fraction where the instant has one. The reverse of
    /// `microseconds(_:)` for years 0001 to 9999.
    public static func text(_ microseconds: Int64) -> String {
        let (day, inDay) = microseconds.flooredDivision(by: 86_400_000_000)
        let date = civilDate(daysSince1970: day)
        let (seconds, fraction) = inDay.flooredDivision(by: 1_000_000)
        let clock = [seconds / 3_600, seconds / 60 % 60, seconds % 60].map { padded($0, width: 2) }
        let tail = fraction == 0 ? "" : "." + padded(fraction, width: 6)
        let calendar = [padded(date.year, width: 4), padded(date.month, width: 2), padded(date.day, width: 2)]
        return calendar.joined(separator: "-") + "T" + clock.joined(separator: ":") + tail + "Z"
    }

    private static func scanDate(_ scanner: inout DigitScanner) -> Int64? {
        guard let year = scanner.digits(4), year >= 1, scanner.skip(anyOf: "-") else { return nil }
        guard let month = scanner.digits(2), (1...12).contains(month), scanner.skip(anyOf: "-") else { return nil }
        guard let day = scanner.digits(2), day >= 1, day <= dayCount(year: year, month: month) else { return nil }
        return daysSince1970(year: year, month: month, day: day)
    }

    /// Microseconds since midnight.
    private static func scanTime(_ scanner: inout DigitScanner) -> Int64? {
        guard let hour = scanner.digits(2), hour < 24, scanner.skip(anyOf: ":") else { return nil }
        guard let minute = scanner.digits(2), minute < 60 else { return nil }
        var microseconds = (hour * 3_600 + minute * 60) * 1_000_000
        if scanner.skip(anyOf: ":") {
            guard let second = scanner.digits(2), second < 60 else { return nil }
            microseconds += second * 1_000_000
            if scanner.skip(anyOf: ".,") {
                guard let fraction = scanner.fraction(places: 6) else { return nil }
                microseconds += fraction
            }
        }
        return microseconds
    }

    /// Microseconds east of UTC.
    private static func scanOffset(_ scanner: inout DigitScanner) -> Int64? {
        if scanner.isAtEnd || scanner.skip(anyOf: "Zz") { return 0 }
        let isEast = scanner.skip(anyOf: "+")
        guard isEast || scanner.skip(anyOf: "-") else { return nil }
        guard let hours = scanner.digits(2), hours < 24 else { return nil }
        _ = scanner.skip(anyOf: ":")
        var minutes: Int64 = 0
        if !scanner.isAtEnd {
            guard let scanned = scanner.digits(2), scanned < 60 else { return nil }
            minutes = scanned
        }
        return (hours * 60 + minutes) * (isEast ? 60_000_000 : -60_000_000)
    }

    private static func dayCount(year: Int64, month: Int64) -> Int64 {
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        return switch month {
        case 2: isLeap ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Counts years from March, so the leap day is the last of its year, in 400-year cycles of 146,097 days
    /// (Hinnant, "chrono-Compatible Low-Level Date Algorithms", days_from_civil).
    static func daysSince1970(year: Int64, month: Int64, day: Int64) -> Int64 {
        let marchYear = month <= 2 ? year - 1 : year
        let (cycle, yearOfCycle) = marchYear.flooredDivision(by: 400)
        let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
        let dayOfCycle = yearOfCycle * 365 + yearOfCycle / 4 - yearOfCycle / 100 + dayOfYear
        return cycle * 146_097 + dayOfCycle - 719_468
    }

    /// The reverse of `daysSince1970` (ibid., civil_from_days).
    static func civilDate(daysSince1970 days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let (cycle, dayOfCycle) = (days + 719_468).flooredDivision(by: 146_097)
        let leapless = dayOfCycle - dayOfCycle / 1_460 + dayOfCycle / 36_524 - dayOfCycle / 146_096
        let yearOfCycle = leapless / 365
        let dayOfYear = dayOfCycle - (365 * yearOfCycle + yearOfCycle / 4 - yearOfCycle / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        let year = cycle * 400 + yearOfCycle + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * marchMonth + 2) / 5 + 1)
    }

    private static func padded(_ value: Int64, width: Int) -> String {
        let digits = String(value)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}

/// Reads fixed runs of ASCII digits from the front of some bytes.
private struct DigitScanner {
    let bytes: [UInt8]
    private(set) var position = 0

    init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    var isAtEnd: Bool { position == bytes.count }

    mutating func skip(anyOf characters: StaticString) -> Bool {
        guard !isAtEnd else { return false }
        let matches = characters.withUTF8Buffer { $0.contains(bytes[position]) }
        if matches { position += 1 }
        return matches
    }

    /// Exactly `count` digits.
    mutating func digits(_ count: Int) -> Int64? {
        guard position + count <= bytes.count else { return nil }
        var value: Int64 = 0
        for byte in bytes[position..<position + count] {
            guard (0x30...0x39).contains(byte) else { return nil }
            value = value * 10 + Int64(byte - 0x30)
        }
        position += count
        return value
    }

    /// One or more digits as a count of 10^-places; further digits are cut off.
    mutating func fraction(places: Int) -> Int64? {
        var value: Int64 = 0
        var read = 0
        while !isAtEnd, (0x30...0x39).contains(bytes[position]) {
            if read < places { value = value * 10 + Int64(bytes[position] - 0x30) }
            read += 1
            position += 1
        }
        guard read > 0 else { return nil }
        for _ in min(read, places)..<places { value *= 10 }
        return value
    }
}

extension Int64 {
    /// Quotient rounded down and the non-negative remainder.
    fileprivate func flooredDivision(by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}
