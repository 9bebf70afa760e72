/// Decides whether bytes may enter a table as text.
enum TextCheck {
    /// Nil for UTF-8 without zero bytes. ASCII is looked at eight bytes at a time.
    static func failure(of text: CellText) -> RejectionReason? {
        let raw = UnsafeRawBufferPointer(text)
        var position = 0
        var highBits: UInt64 = 0
        var hasZero = false
        while position + 8 <= raw.count {
            let word = raw.loadUnaligned(fromByteOffset: position, as: UInt64.self)
            highBits |= word
            hasZero = hasZero || (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080 != 0
            position += 8
        }
        while position < raw.count {
            highBits |= UInt64(raw[position])
            hasZero = hasZero || raw[position] == 0
            position += 1
        }
        if hasZero { return .nulByte }
        guard highBits & 0x8080_8080_8080_8080 != 0 else { return nil }
        return String(validating: text, as: UTF8.self) == nil ? .invalidUTF8 : nil
    }
}

/// The texts that stand for a missing cell.
struct NullTokens: Sendable {
    private let tokens: [[UInt8]]
    /// Bit n is set if a token has n bytes; 63 stands for all longer ones. Most cells are turned away by it.
    private let lengths: UInt64

    init(_ tokens: [String]) {
        self.tokens = tokens.map { Array($0.utf8) }
        lengths = self.tokens.reduce(0) { $0 | 1 << UInt64(min($1.count, 63)) }
    }

    var isEmpty: Bool { tokens.isEmpty }

    @inline(__always)
    func contains(_ text: CellText) -> Bool {
        (lengths >> UInt64(min(text.count, 63))) & 1 == 1 && hasToken(text)
    }

    @inline(never)
    private func hasToken(_ text: CellText) -> Bool {
        tokens.contains { $0.count == text.count && $0.elementsEqual(text) }
    }
}
