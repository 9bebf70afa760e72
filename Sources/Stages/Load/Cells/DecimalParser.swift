import Foundation

/// Reads finite doubles, each the one nearest to the decimal text.
///
/// A text of at most 19 digits whose number is exactly `m × 10^e` with `m ≤ 2^53` and `|e| ≤ 22` takes one exact
/// conversion and one correctly rounded operation (Clinger, "How to read floating point numbers accurately", 1990);
/// the rest goes to `strtod`, which rounds correctly too.
struct DecimalParser: CellParser {
    static var zero: Double { 0 }

    private static let powersOfTen: [Double] = [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22,
    ]

    /// The parts of a decimal text as it is scanned.
    private struct Scan {
        var position = 0
        var mantissa: UInt64 = 0
        /// Digits that count: leading zeros do not.
        var significant = 0
        var hasDigits = false
        var exponent = 0

        /// Takes digits into the mantissa, as many as surely fit; returns how many there were.
        @inline(__always)
        mutating func takeDigits(_ text: CellText) -> Int {
            let start = position
            while position < text.count, text[position].isDigit {
                let digit = UInt64(text[position] &- Byte.zero)
                if significant > 0 || digit != 0 { significant += 1 }
                if significant <= 19 { mantissa = mantissa &* 10 &+ digit }
                position += 1
            }
            hasDigits = hasDigits || position > start
            return position - start
        }
    }

    @inline(__always)
    func parse(_ text: CellText, into value: inout Double) -> RejectionReason? {
        let text = text.trimmed
        guard text.count > 0 else { return .badValue }
        let isNegative = text[0] == Byte.minus
        var scan = Scan()
        if isNegative || text[0] == Byte.plus { scan.position = 1 }
        _ = scan.takeDigits(text)
        if scan.position < text.count, text[scan.position] == Byte.point {
            scan.position += 1
            scan.exponent = -scan.takeDigits(text)
        }
        guard scan.hasDigits else { return Self.isNotFinite(text) ? .notFinite : .badValue }
        if scan.position < text.count {
            guard let exponent = Self.exponent(text, at: scan.position) else { return .badValue }
            scan.exponent += exponent
        }
        guard scan.significant <= 19, scan.mantissa <= 1 << 53, abs(scan.exponent) <= 22 else {
            return Self.parseSlowly(text, into: &value)
        }
        let power = Self.powersOfTen.withUnsafeBufferPointer { $0[abs(scan.exponent)] }
        let magnitude = scan.exponent < 0 ? Double(scan.mantissa) / power : Double(scan.mantissa) * power
        value = isNegative ? -magnitude : magnitude
        return nil
    }

    /// Reads `e [sign] digits` up to the end of the text; huge exponents are cut, as they are zero or out of range.
    private static func exponent(_ text: CellText, at start: Int) -> Int? {
        guard text[start].lowercased == UInt8(ascii: "e") else { return nil }
        var position = start + 1
        let isNegative = position < text.count && text[position] == Byte.minus
        if position < text.count, isNegative || text[position] == Byte.plus { position += 1 }
        guard position < text.count else { return nil }
        var result = 0
        while position < text.count {
            guard text[position].isDigit else { return nil }
            result = min(result * 10 + Int(text[position] &- Byte.zero), 1_000_000)
            position += 1
        }
        return isNegative ? -result : result
    }

    /// The text is known to be a decimal number.
    @inline(never)
    private static func parseSlowly(_ text: CellText, into value: inout Double) -> RejectionReason? {
        let terminated = Array(text) + [0]
        value = terminated.withUnsafeBytes { strtod($0.baseAddress!.assumingMemoryBound(to: CChar.self), nil) }
        return value.isFinite ? nil : .outOfRange
    }

    @inline(never)
    private static func isNotFinite(_ text: CellText) -> Bool {
        var word = text
        if word[0] == Byte.minus || word[0] == Byte.plus { word = CellText(rebasing: word[1...]) }
        return word.spells("nan") || word.spells("inf") || word.spells("infinity")
    }
}
