/// A date and a time of day of the proleptic Gregorian calendar, with its distance from UTC where the text states one.
struct CivilTime {
    var year = 1
    var month = 1
    var day = 1
    var hour = 0
    var minute = 0
    var second = 0
    var microsecond = 0
    /// Seconds ahead of UTC; nil where the text is silent and the dataset's time zone decides.
    var offset: Int?

    /// The instants a table holds: years 1 to 9999 in UTC, in microseconds since 1970.
    static let instants: ClosedRange<Int64> = -62_135_596_800_000_000...253_402_300_799_999_999

    static let secondsPerDay: Int64 = 86_400

    /// Whether such a day and time exist, between the years 1 and 9999. Leap seconds do not.
    var exists: Bool {
        (1...9999).contains(year) && (1...12).contains(month) && day >= 1 && day <= Self.dayCount(year, month)
            && hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && second >= 0 && second < 60
    }

    /// Seconds from 1970-01-01T00:00:00 to this time on the same wall clock.
    @inline(__always)
    var wallClockSeconds: Int64 {
        Self.days(year, month, day) * Self.secondsPerDay + Int64(hour * 3_600 + minute * 60 + second)
    }

    static func isLeap(_ year: Int) -> Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }

    @inline(__always)
    static func dayCount(_ year: Int, _ month: Int) -> Int {
        month == 2 ? (isLeap(year) ? 29 : 28) : 30 + ((month + month >> 3) & 1)
    }

    /// Days from 1970-01-01 to a date: years begin in March, so that the leap day is the last (Hinnant, "chrono-Compatible
    /// Low-Level Date Algorithms", `days_from_civil`).
    @inline(__always)
    static func days(_ year: Int, _ month: Int, _ day: Int) -> Int64 {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return Int64(era * 146_097 + dayOfEra - 719_468)
    }
}
