/// Reads flags: `true`, `yes` and `1` or `false`, `no` and `0`, letters in either case.
struct BooleanParser: CellParser {
    static var zero: Bool { false }

    @inline(__always)
    func parse(_ text: CellText, into value: inout Bool) -> RejectionReason? {
        if text.count == 1, text[0] & 0xFE == Byte.zero {
            value = text[0] == UInt8(ascii: "1")
            return nil
        }
        return Self.parseWord(text.trimmed, into: &value)
    }

    @inline(never)
    private static func parseWord(_ text: CellText, into value: inout Bool) -> RejectionReason? {
        if text.spells("true") || text.spells("yes") || text.spells("1") {
            value = true
        } else if text.spells("false") || text.spells("no") || text.spells("0") {
            value = false
        } else {
            return .badValue
        }
        return nil
    }
}
