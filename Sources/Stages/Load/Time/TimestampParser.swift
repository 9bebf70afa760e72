/// Reads instants as microseconds since 1970 in UTC, years 1 to 9999. Digits beyond the microsecond are dropped.
struct TimestampParser: CellParser {
    private let style: TimeFormat.Style
    private var offsets: ZoneOffsets

    static var zero: Int64 { 0 }

    init(_ format: TimeFormat) {
        style = format.style
        offsets = ZoneOffsets(zone: format.zone)
    }

    @inline(__always)
    mutating func parse(_ text: CellText, into value: inout Int64) -> RejectionReason? {
        let text = text.trimmed
        switch style {
        case .unix(let unitsPerSecond):
            return Self.parseUnix(text, unitsPerSecond: unitsPerSecond, into: &value)
        case .iso8601:
            return resolve(ISO8601Reader.read(text), into: &value)
        case .pattern(let pattern):
            return resolve(pattern.read(text), into: &value)
        }
    }

    @inline(__always)
    private mutating func resolve(_ time: CivilTime?, into value: inout Int64) -> RejectionReason? {
        guard let time else { return .badValue }
        guard time.exists else { return .outOfRange }
        let wallClock = time.wallClockSeconds
        let seconds = time.offset.map { wallClock - Int64($0) } ?? offsets.instant(wallClock: wallClock)
        value = seconds * 1_000_000 + Int64(time.microsecond)
        return CivilTime.instants.contains(value) ? nil : .outOfRange
    }

    /// Reads `[sign] digits [. digits]`.
    @inline(__always)
    private static func parseUnix(
        _ text: CellText, unitsPerSecond: Int64, into value: inout Int64
    ) -> RejectionReason? {
        var units: Int64 = 0
        if let failure = IntegerParser.parseDigits(text, into: &units) {
            return failure == .badValue ? parseFraction(text, unitsPerSecond, into: &value) : failure
        }
        return scale(units, fraction: 0, unitsPerSecond, into: &value)
    }

    @inline(never)
    private static func parseFraction(
        _ text: CellText, _ unitsPerSecond: Int64, into value: inout Int64
    ) -> RejectionReason? {
        guard let point = text.firstIndex(of: Byte.point), point > 0 else { return .badValue }
        var units: Int64 = 0
        if let failure = IntegerParser.parseDigits(CellText(rebasing: text[..<point]), into: &units) { return failure }
        var fraction: Int64 = 0
        var place = 1_000_000 / unitsPerSecond
        for byte in text[(point + 1)...] {
            guard byte.isDigit else { return .badValue }
            place /= 10
            fraction += Int64(byte &- Byte.zero) * place
        }
        return scale(units, fraction: text[0] == Byte.minus ? -fraction : fraction, unitsPerSecond, into: &value)
    }

    /// - Parameter fraction: in microseconds.
    @inline(__always)
    private static func scale(
        _ units: Int64, fraction: Int64, _ unitsPerSecond: Int64, into value: inout Int64
    ) -> RejectionReason? {
        let (scaled, overflow) = units.multipliedReportingOverflow(by: 1_000_000 / unitsPerSecond)
        guard !overflow, CivilTime.instants.contains(scaled) else { return .outOfRange }
        value = scaled + fraction
        return CivilTime.instants.contains(value) ? nil : .outOfRange
    }
}
