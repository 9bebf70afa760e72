/// Reads 64-bit integers: an optional sign and decimal digits.
struct IntegerParser: CellParser {
    /// Whether whole numbers with a fraction or an exponent are read too.
    let allowsFraction: Bool

    static var zero: Int64 { 0 }

    @inline(__always)
    func parse(_ text: CellText, into value: inout Int64) -> RejectionReason? {
        let text = text.trimmed
        let failure = Self.parseDigits(text, into: &value)
        guard failure == .badValue, allowsFraction else { return failure }
        return parseWhole(text, into: &value)
    }

    /// Reads a sign and at least one digit.
    @inline(__always)
    static func parseDigits(_ text: CellText, into value: inout Int64) -> RejectionReason? {
        guard let base = text.baseAddress, text.count > 0 else { return .badValue }
        let hasSign = base[0] == Byte.minus || base[0] == Byte.plus
        let digits = text.count - (hasSign ? 1 : 0)
        guard digits > 0 else { return .badValue }
        var magnitude: UInt64 = 0
        let failure = parseMagnitude(base + (hasSign ? 1 : 0), count: digits, into: &magnitude)
        if let failure { return failure }
        if base[0] == Byte.minus {
            guard magnitude <= UInt64(1) << 63 else { return .outOfRange }
            value = Int64(truncatingIfNeeded: 0 &- magnitude)
        } else {
            guard magnitude < UInt64(1) << 63 else { return .outOfRange }
            value = Int64(truncatingIfNeeded: magnitude)
        }
        return nil
    }

    /// Reads digits eight at a time: a word of eight characters is checked and folded with three multiplications
    /// (Lemire, "Quickly parsing eight digits", 2018).
    @inline(__always)
    static func parseMagnitude(
        _ digits: UnsafePointer<UInt8>, count: Int, into magnitude: inout UInt64
    ) -> RejectionReason? {
        var position = 0
        var result: UInt64 = 0
        // Eighteen digits always fit; only beyond is overflow worth a look.
        let safe = min(count, 18)
        while position + 8 <= safe {
            let word = UnsafeRawPointer(digits + position).loadUnaligned(as: UInt64.self).littleEndian
            guard isEightDigits(word) else { return .badValue }
            result = result &* 100_000_000 &+ eightDigits(word)
            position += 8
        }
        while position < safe {
            guard digits[position].isDigit else { return .badValue }
            result = result &* 10 &+ UInt64(digits[position] &- Byte.zero)
            position += 1
        }
        if position < count { return parseRest(digits, from: position, count: count, into: &result, to: &magnitude) }
        magnitude = result
        return nil
    }

    @inline(never)
    private static func parseRest(
        _ digits: UnsafePointer<UInt8>, from start: Int, count: Int, into result: inout UInt64,
        to magnitude: inout UInt64
    ) -> RejectionReason? {
        var hasOverflown = false
        for position in start..<count {
            guard digits[position].isDigit else { return .badValue }
            let (product, tooLarge) = result.multipliedReportingOverflow(by: 10)
            let (sum, tooLargeBySum) = product.addingReportingOverflow(UInt64(digits[position] &- Byte.zero))
            hasOverflown = hasOverflown || tooLarge || tooLargeBySum
            result = sum
        }
        magnitude = result
        return hasOverflown ? .outOfRange : nil
    }

    @inline(__always)
    static func isEightDigits(_ word: UInt64) -> Bool {
        (word & 0xF0F0_F0F0_F0F0_F0F0) | ((word &+ 0x0606_0606_0606_0606) & 0xF0F0_F0F0_F0F0_F0F0) >> 4
            == 0x3333_3333_3333_3333
    }

    @inline(__always)
    static func eightDigits(_ word: UInt64) -> UInt64 {
        let digits = word &- 0x3030_3030_3030_3030
        let pairs = digits &* 10 &+ digits >> 8
        let low = (pairs & 0x0000_00FF_0000_00FF) &* 0x000F_4240_0000_0064
        let high = ((pairs >> 16) & 0x0000_00FF_0000_00FF) &* 0x0000_2710_0000_0001
        return (low &+ high) >> 32
    }

    @inline(never)
    private func parseWhole(_ text: CellText, into value: inout Int64) -> RejectionReason? {
        switch IntegralSpelling.reading(text) {
        case .notANumber: .badValue
        case .notWhole: .notIntegral
        case .whole(let digits): digits.withUnsafeBufferPointerPadded { Self.parseDigits($0, into: &value) }
        }
    }
}
