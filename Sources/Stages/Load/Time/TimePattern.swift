/// A strftime pattern, read the other way round.
///
/// | directive | reads |
/// |---|---|
/// | `%Y` `%y` | four-digit year · two digits, 69–99 for 1969–1999, 00–68 for 2000–2068 |
/// | `%m` `%b` `%B` `%h` | month as one or two digits · English name, short or long, in any case |
/// | `%d` `%e` `%j` | day of the month · day of the year, up to three digits |
/// | `%a` `%A` | English weekday, short or long; read and not used |
/// | `%H` `%I` `%p` | hour 0–23 · hour 1–12, with AM or PM |
/// | `%M` `%S` `%f` | minute · second · fraction of a second, any number of digits |
/// | `%z` `%Z` | `Z`, `±hh`, `±hhmm`, `±hh:mm` · `UTC`, `GMT` or `Z` |
/// | `%s` | seconds since 1970 |
/// | `%F` `%T` `%R` `%D` | `%Y-%m-%d` · `%H:%M:%S` · `%H:%M` · `%m/%d/%y` |
/// | `%n` `%t` `%%` | blanks · a percent sign |
///
/// Numbers may lack leading zeros. A blank in the pattern stands for one or more blanks; anything else for itself.
struct TimePattern: Sendable, Equatable {
    enum Directive: Sendable, Equatable {
        case literal(UInt8)
        case blanks
        case year, shortYear, month, monthName, day, dayOfYear, weekdayName
        case hour, hourOfHalfDay, halfDay, minute, second, fraction
        case offset, zoneName, unixSeconds
    }

    let directives: [Directive]

    private static let letters: [Character: [Directive]] = [
        "Y": [.year], "y": [.shortYear], "m": [.month], "b": [.monthName], "B": [.monthName], "h": [.monthName],
        "d": [.day], "e": [.day], "j": [.dayOfYear], "a": [.weekdayName], "A": [.weekdayName],
        "H": [.hour], "I": [.hourOfHalfDay], "p": [.halfDay], "M": [.minute], "S": [.second], "f": [.fraction],
        "z": [.offset], "Z": [.zoneName], "s": [.unixSeconds],
        "F": [.year, .literal(Byte.minus), .month, .literal(Byte.minus), .day],
        "T": [.hour, .literal(Byte.colon), .minute, .literal(Byte.colon), .second],
        "R": [.hour, .literal(Byte.colon), .minute],
        "D": [.month, .literal(UInt8(ascii: "/")), .day, .literal(UInt8(ascii: "/")), .shortYear],
        "n": [.blanks], "t": [.blanks], "%": [.literal(UInt8(ascii: "%"))],
    ]

    /// - Throws: ``LoadError/invalidSetting`` for an unknown directive or a pattern that does not fix a date.
    init(_ pattern: String) throws(LoadError) {
        var directives: [Directive] = []
        var characters = pattern.makeIterator()
        while let character = characters.next() {
            if character == "%" {
                let letter = characters.next()
                guard let letter, let meaning = Self.letters[letter] else {
                    throw Self.unknown("%" + (letter.map(String.init) ?? ""), in: pattern)
                }
                directives += meaning
            } else if character == " " || character == "\t" {
                if directives.last != .blanks { directives.append(.blanks) }
            } else {
                directives += character.utf8.map { .literal($0) }
            }
        }
        self.directives = directives
        try checkFixesDate(pattern)
    }

    private static func unknown(_ directive: String, in pattern: String) -> LoadError {
        let known = letters.keys.sorted().map { "%\($0)" }.joined(separator: " ")
        return .invalidSetting(
            "format", found: "\(pattern.debugDescription) with the unknown directive `\(directive)`",
            expected: "iso8601, unix, unix_ms or a pattern of \(known)")
    }

    private func checkFixesDate(_ pattern: String) throws(LoadError) {
        let has = { (directive: Directive) in directives.contains(directive) }
        let hasYear = has(.year) || has(.shortYear)
        let hasDay = has(.dayOfYear) || ((has(.month) || has(.monthName)) && has(.day))
        guard has(.unixSeconds) || (hasYear && hasDay) else {
            throw .invalidSetting(
                "format", found: "\(pattern.debugDescription), which does not fix a date",
                expected: "iso8601, unix, unix_ms or a pattern with a year, a month and a day")
        }
        guard has(.hourOfHalfDay) == has(.halfDay) else {
            throw .invalidSetting(
                "format", found: "\(pattern.debugDescription) with only one of %I and %p", expected: "both or neither")
        }
    }

    /// Nil where the text has another shape.
    func read(_ text: CellText) -> CivilTime? {
        var reader = TimePatternReader(text: text)
        for directive in directives {
            guard reader.take(directive) else { return nil }
        }
        return reader.finish()
    }
}
