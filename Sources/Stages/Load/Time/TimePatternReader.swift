/// Walks through one text along a ``TimePattern``.
struct TimePatternReader {
    private let text: CellText
    private var position = 0
    private var time = CivilTime()
    private var dayOfYear: Int?
    private var isAfternoon: Bool?

    private static let months: [StaticString] = [
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
        "december",
    ]
    private static let weekdays: [StaticString] = [
        "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
    ]

    init(text: CellText) {
        self.text = text
    }

    /// Reads what one directive stands for; false where something else stands there.
    mutating func take(_ directive: TimePattern.Directive) -> Bool {
        switch directive {
        case .literal(let byte): takeByte(byte)
        case .blanks: takeBlanks()
        case .year: take(\.year, width: 4, isFixed: true)
        case .shortYear: takeShortYear()
        case .month: take(\.month, width: 2)
        case .monthName: takeName(of: Self.months).map { time.month = $0 + 1 } != nil
        case .day: take(\.day, width: 2)
        case .dayOfYear: takeNumber(width: 3).map { dayOfYear = $0 } != nil
        case .weekdayName: takeName(of: Self.weekdays) != nil
        case .hour: take(\.hour, width: 2)
        case .hourOfHalfDay: take(\.hour, width: 2) && (1...12).contains(time.hour)
        case .halfDay: takeHalfDay()
        case .minute: take(\.minute, width: 2)
        case .second: take(\.second, width: 2)
        case .fraction: ISO8601Reader.fraction(text, at: &position).map { time.microsecond = $0 } != nil
        case .offset: takeOffset()
        case .zoneName: takeZoneName()
        case .unixSeconds: takeUnixSeconds()
        }
    }

    /// The time, if the whole text was read.
    mutating func finish() -> CivilTime? {
        guard position == text.count else { return nil }
        if let isAfternoon { time.hour = time.hour % 12 + (isAfternoon ? 12 : 0) }
        if let dayOfYear { placeDayOfYear(dayOfYear) }
        return time
    }

    private mutating func takeByte(_ byte: UInt8) -> Bool {
        guard position < text.count, text[position] == byte else { return false }
        position += 1
        return true
    }

    private mutating func takeBlanks() -> Bool {
        let start = position
        while position < text.count, text[position].isBlank { position += 1 }
        return position > start
    }

    /// At most `width` digits, at least one.
    private mutating func takeNumber(width: Int) -> Int? {
        let start = position
        var number = 0
        while position < text.count, position - start < width, text[position].isDigit {
            number = number * 10 + Int(text[position] &- Byte.zero)
            position += 1
        }
        return position > start ? number : nil
    }

    private mutating func take(_ part: WritableKeyPath<CivilTime, Int>, width: Int, isFixed: Bool = false) -> Bool {
        let start = position
        guard let number = takeNumber(width: width), !isFixed || position - start == width else { return false }
        time[keyPath: part] = number
        return true
    }

    private mutating func takeShortYear() -> Bool {
        let start = position
        guard let number = takeNumber(width: 2), position - start == 2 else { return false }
        time.year = number < 69 ? 2000 + number : 1900 + number
        return true
    }

    /// The position in `names` of the name that stands here, written out or as its first three letters.
    private mutating func takeName(of names: [StaticString]) -> Int? {
        let start = position
        while position < text.count, text[position].lowercased &- UInt8(ascii: "a") < 26 { position += 1 }
        let word = CellText(rebasing: text[start..<position])
        return names.firstIndex { name in
            word.spells(name)
                || (word.count == 3 && (0..<3).allSatisfy { word[$0].lowercased == name.utf8Start[$0] })
        }
    }

    private mutating func takeHalfDay() -> Bool {
        guard position + 2 <= text.count else { return false }
        let word = CellText(rebasing: text[position..<position + 2])
        guard word.spells("am") || word.spells("pm") else { return false }
        isAfternoon = word.spells("pm")
        position += 2
        return true
    }

    private mutating func takeOffset() -> Bool {
        var end = position
        while end < text.count, text[end].isDigit || "+-:Zz".utf8.contains(text[end]) { end += 1 }
        guard end > position, let offset = ISO8601Reader.readZone(CellText(rebasing: text[..<end]), at: position) else {
            return false
        }
        time.offset = offset
        position = end
        return true
    }

    private mutating func takeZoneName() -> Bool {
        let start = position
        while position < text.count, text[position].lowercased &- UInt8(ascii: "a") < 26 { position += 1 }
        let word = CellText(rebasing: text[start..<position])
        guard word.spells("utc") || word.spells("gmt") || word.spells("z") else { return false }
        time.offset = 0
        return true
    }

    private mutating func takeUnixSeconds() -> Bool {
        let start = position
        if position < text.count, text[position] == Byte.minus { position += 1 }
        while position < text.count, text[position].isDigit { position += 1 }
        var seconds: Int64 = 0
        let digits = CellText(rebasing: text[start..<position])
        guard IntegerParser.parseDigits(digits, into: &seconds) == nil, abs(seconds) < 1 << 40 else { return false }
        time = CivilTime(unixSeconds: seconds)
        return true
    }

    private mutating func placeDayOfYear(_ dayOfYear: Int) {
        var day = dayOfYear
        var month = 1
        while month < 12, day > CivilTime.dayCount(time.year, month) {
            day -= CivilTime.dayCount(time.year, month)
            month += 1
        }
        time.month = month
        time.day = day
    }
}

extension CivilTime {
    /// The UTC date and time of an instant (Hinnant, `civil_from_days`).
    init(unixSeconds: Int64) {
        let days = Int(unixSeconds >= 0 ? unixSeconds / 86_400 : ~(~unixSeconds / 86_400))
        let secondOfDay = Int(unixSeconds) - days * 86_400
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * marchMonth + 2) / 5 + 1
        month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        hour = secondOfDay / 3_600
        minute = secondOfDay / 60 % 60
        second = secondOfDay % 60
        offset = 0
    }
}
