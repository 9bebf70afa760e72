/// What a text is to a column of whole ids: exports that pass through floating point write `17850` as `17850.0` or
/// `1.785e4`.
enum IntegralSpelling: Equatable {
    case notANumber
    /// A number with a fraction, or one too long to write out.
    case notWhole
    /// The sign, if negative, and the digits. Leading zeros stay where the text had no exponent: `007.0` is `007`.
    case whole([UInt8])

    /// Longest run of digits written out for an exponent.
    private static let longest = 40

    /// Reads `[sign] digits [. digits] [e [sign] digits]`; at least one digit stands before or behind the point.
    static func reading(_ text: CellText) -> IntegralSpelling {
        var position = 0
        let isNegative = text.count > 0 && text[0] == Byte.minus
        if text.count > 0, isNegative || text[0] == Byte.plus { position = 1 }
        let before = digits(of: text, at: &position)
        var behind: [UInt8] = []
        if position < text.count, text[position] == Byte.point {
            position += 1
            behind = digits(of: text, at: &position)
        }
        guard !(before.isEmpty && behind.isEmpty) else { return .notANumber }
        guard position < text.count else { return whole(before, behind, shift: 0, isNegative: isNegative) }
        guard let shift = exponent(of: text, at: position) else { return .notANumber }
        return whole(before, behind, shift: shift, isNegative: isNegative)
    }

    private static func digits(of text: CellText, at position: inout Int) -> [UInt8] {
        let start = position
        while position < text.count, text[position].isDigit { position += 1 }
        return Array(text[start..<position])
    }

    private static func exponent(of text: CellText, at start: Int) -> Int? {
        guard text[start].lowercased == UInt8(ascii: "e") else { return nil }
        var value: Int64 = 0
        let rest = CellText(rebasing: text[(start + 1)...])
        switch IntegerParser.parseDigits(rest, into: &value) {
        case nil: return Int(max(-1_000_000, min(1_000_000, value)))
        case .outOfRange: return rest[0] == Byte.minus ? -1_000_000 : 1_000_000
        default: return nil
        }
    }

    /// Moves the point `shift` places to the right and drops a fraction of zeros.
    private static func whole(
        _ before: [UInt8], _ behind: [UInt8], shift: Int, isNegative: Bool
    ) -> IntegralSpelling {
        var integer = before
        var fraction = behind
        if shift > 0 {
            let moved = min(shift, fraction.count)
            integer += fraction.prefix(moved)
            fraction.removeFirst(moved)
            let isZero = integer.allSatisfy { $0 == Byte.zero }
            guard isZero || integer.count + shift - moved <= longest else { return .notWhole }
            integer += [UInt8](repeating: Byte.zero, count: isZero ? 0 : shift - moved)
        } else if shift < 0 {
            let moved = min(-shift, integer.count)
            fraction = integer.suffix(moved) + fraction
            integer.removeLast(moved)
        }
        guard fraction.allSatisfy({ $0 == Byte.zero }) else { return .notWhole }
        if shift != 0 || integer.isEmpty { integer = Array(integer.drop { $0 == Byte.zero }) }
        if integer.isEmpty { integer = [Byte.zero] }
        let isZero = integer.allSatisfy { $0 == Byte.zero }
        return .whole(isNegative && !isZero ? [Byte.minus] + integer : integer)
    }
}

extension [UInt8] {
    /// Lends the bytes with the readable padding that ``CellText`` promises.
    func withUnsafeBufferPointerPadded<Result>(_ body: (CellText) -> Result) -> Result {
        let padded = self + [UInt8](repeating: 0, count: 8)
        return padded.withUnsafeBufferPointer { body(CellText(rebasing: $0[..<count])) }
    }
}
