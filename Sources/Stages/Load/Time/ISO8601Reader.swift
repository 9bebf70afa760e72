/// Reads ISO 8601 dates and times in the extended form: `2011-12-09`, `2011-12-09T12:50`, `2011-12-09 12:50:00.123`,
/// with `Z`, `±hh`, `±hhmm`, `±hh:mm` or no zone behind the time. Fractions have any number of digits behind a point or
/// a comma.
enum ISO8601Reader {
    /// Nil where the text has another shape; whether the date exists is not asked here.
    @inline(__always)
    static func read(_ text: CellText) -> CivilTime? {
        var time = CivilTime()
        guard text.count >= 10, text[4] == Byte.minus, text[7] == Byte.minus,
            let century = twoDigits(text, at: 0), let year = twoDigits(text, at: 2),
            let month = twoDigits(text, at: 5), let day = twoDigits(text, at: 8)
        else { return nil }
        time.year = century * 100 + year
        time.month = month
        time.day = day
        if text.count == 10 { return time }

        guard text.count >= 16, text[10] == Byte.blank || text[10].lowercased == UInt8(ascii: "t"),
            text[13] == Byte.colon, let hour = twoDigits(text, at: 11), let minute = twoDigits(text, at: 14)
        else { return nil }
        time.hour = hour
        time.minute = minute
        var position = 16
        if position < text.count, text[position] == Byte.colon {
            guard text.count >= 19, let second = twoDigits(text, at: 17) else { return nil }
            time.second = second
            position = 19
            guard readFraction(text, at: &position, into: &time) else { return nil }
        }
        if position == text.count { return time }
        guard let offset = readZone(text, at: position) else { return nil }
        time.offset = offset
        return time
    }

    /// The number that two digits at `position` write. The caller knows that there are two bytes.
    @inline(__always)
    static func twoDigits(_ text: CellText, at position: Int) -> Int? {
        let tens = text[position] &- Byte.zero
        let ones = text[position + 1] &- Byte.zero
        return tens < 10 && ones < 10 ? Int(tens) * 10 + Int(ones) : nil
    }

    /// Reads a point or comma and at least one digit, if a point or comma stands there.
    @inline(__always)
    private static func readFraction(_ text: CellText, at position: inout Int, into time: inout CivilTime) -> Bool {
        guard position < text.count, text[position] == Byte.point || text[position] == UInt8(ascii: ",") else {
            return true
        }
        position += 1
        guard let microsecond = fraction(text, at: &position) else { return false }
        time.microsecond = microsecond
        return true
    }

    /// Reads the digits behind a decimal point as microseconds, dropping what is finer; nil where there is none.
    static func fraction(_ text: CellText, at position: inout Int) -> Int? {
        let start = position
        var place = 1_000_000
        var result = 0
        while position < text.count, text[position].isDigit {
            place /= 10
            result += Int(text[position] &- Byte.zero) * place
            position += 1
        }
        return position > start ? result : nil
    }

    /// Reads `Z`, `±hh`, `±hhmm` or `±hh:mm` up to the end of the text, as seconds ahead of UTC; below a day.
    static func readZone(_ text: CellText, at start: Int) -> Int? {
        if text.count == start + 1, text[start].lowercased == UInt8(ascii: "z") { return 0 }
        let isBehind = text[start] == Byte.minus
        guard isBehind || text[start] == Byte.plus, text.count >= start + 3,
            let hours = twoDigits(text, at: start + 1), hours < 24
        else { return nil }
        var minutes = 0
        if text.count > start + 3 {
            let minuteStart = text[start + 3] == Byte.colon ? start + 4 : start + 3
            guard text.count == minuteStart + 2, let found = twoDigits(text, at: minuteStart), found < 60 else {
                return nil
            }
            minutes = found
        }
        let offset = hours * 3_600 + minutes * 60
        return isBehind ? -offset : offset
    }
}
