/// The bytes of one cell, quotes taken off.
///
/// At least eight readable bytes lie behind it, so that parsers may load a whole word at any place in it.
typealias CellText = UnsafeBufferPointer<UInt8>

/// Reads cells of one type.
protocol CellParser {
    associatedtype Value: Sendable & Equatable & BitwiseCopyable

    /// What stands in the column where a cell is missing.
    static var zero: Value { get }

    /// Reads `text` into `value`; the reason where it cannot, and `value` then does not matter.
    mutating func parse(_ text: CellText, into value: inout Value) -> RejectionReason?
}

extension CellText {
    /// Without the blanks and tabs at both ends, which numbers, flags and instants do not mind.
    @inline(__always)
    var trimmed: CellText {
        guard count > 0, self[0].isBlank || self[count - 1].isBlank else { return self }
        var first = 0
        var last = count
        while first < last, self[first].isBlank { first += 1 }
        while last > first, self[last - 1].isBlank { last -= 1 }
        return CellText(rebasing: self[first..<last])
    }

    /// Whether the bytes are those of `word`, which is in lower case, letters in either case.
    func spells(_ word: StaticString) -> Bool {
        guard count == word.utf8CodeUnitCount else { return false }
        return (0..<count).allSatisfy { self[$0].lowercased == word.utf8Start[$0] }
    }

    /// For messages: at most `limit` bytes, repaired where they are not UTF-8.
    func quoted(limit: Int = 64) -> String {
        let shown = String(decoding: prefix(limit), as: UTF8.self)
        return count > limit ? "\(shown.debugDescription)…" : shown.debugDescription
    }
}
