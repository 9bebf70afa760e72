extension JSONParser {
    /// The number at `offset`, as it is spelled: `-? (0 | [1-9][0-9]*) (. [0-9]+)? ([eE] [+-]? [0-9]+)?`.
    mutating func number() throws(JSONSyntaxError) -> String {
        let start = offset
        _ = take(UInt8(ascii: "-"))
        if take(UInt8(ascii: "0")) {
            if byte?.isDigit == true { throw failure("a number starts with 0", hint: "remove the leading zeros") }
        } else {
            try digits("a digit")
        }
        if take(UInt8(ascii: ".")) { try digits("a digit after the decimal point") }
        if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
            if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
            try digits("a digit of the exponent")
        }
        return String(decoding: bytes[start..<offset], as: UTF8.self)
    }

    private mutating func digits(_ expected: String) throws(JSONSyntaxError) {
        guard byte?.isDigit == true else { throw unexpected(expected: expected) }
        while byte?.isDigit == true { offset += 1 }
    }

    /// The string at `offset`, a quote.
    mutating func string() throws(JSONSyntaxError) -> String {
        offset += 1
        var text: [UInt8] = []
        while true {
            let run = offset
            while let byte, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20 { offset += 1 }
            text.append(contentsOf: bytes[run..<offset])
            switch byte {
            case UInt8(ascii: "\""):
                offset += 1
                return String(decoding: text, as: UTF8.self)
            case UInt8(ascii: "\\"):
                try text.append(contentsOf: String(escaped()).utf8)
            case .lineFeed, 0x0D:
                throw failure("a line ends inside a string", hint: "close the string, or write the line break as \\n")
            case nil:
                throw failure("the file ends inside a string", hint: "a closing quote is missing")
            default:
                throw failure("\(found) stands inside a string", hint: "write it as an escape such as \\u0009")
            }
        }
    }

    /// The character that the escape at `offset`, a backslash, stands for.
    private mutating func escaped() throws(JSONSyntaxError) -> Character {
        offset += 1
        guard let letter = byte else { throw failure("the file ends inside a string") }
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"):
            offset += 1
            return Character(Unicode.Scalar(letter))
        case UInt8(ascii: "u"):
            offset += 1
            return Character(try unicodeEscape())
        default:
            guard let scalar = Self.shortEscapes[letter] else {
                throw failure(
                    "\(found) after a backslash is no escape", hint: "a backslash itself is written \\\\")
            }
            offset += 1
            return Character(scalar)
        }
    }

    private static let shortEscapes: [UInt8: Unicode.Scalar] = [
        UInt8(ascii: "b"): "\u{8}", UInt8(ascii: "f"): "\u{C}", UInt8(ascii: "n"): "\n", UInt8(ascii: "r"): "\r",
        UInt8(ascii: "t"): "\t",
    ]

    /// The scalar whose digits stand at `offset`, after `\u`: one escape, or the two halves of a surrogate pair.
    private mutating func unicodeEscape() throws(JSONSyntaxError) -> Unicode.Scalar {
        let first = try hexDigits()
        if let scalar = Unicode.Scalar(UInt32(first)) { return scalar }
        let error = failure(
            "\\u\(String(first, radix: 16)) is half of a surrogate pair", hint: "its other half must stand beside it")
        guard UTF16.isLeadSurrogate(first), take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) else { throw error }
        let second = try hexDigits()
        guard UTF16.isTrailSurrogate(second) else { throw error }
        let offsets = (UInt32(first - 0xD800) << 10, UInt32(second - 0xDC00))
        return Unicode.Scalar(0x10000 + offsets.0 + offsets.1) ?? "\u{FFFD}"
    }

    private mutating func hexDigits() throws(JSONSyntaxError) -> UInt16 {
        var value: UInt16 = 0
        for _ in 0..<4 {
            guard let byte, let digit = Character(Unicode.Scalar(byte)).hexDigitValue, byte < 0x80 else {
                throw unexpected(expected: "four hexadecimal digits after \\u")
            }
            value = value << 4 | UInt16(digit)
            offset += 1
        }
        return value
    }

    /// Refuses text that isn't UTF-8, naming the encoding it most likely has.
    mutating func checkEncoding() throws(JSONSyntaxError) {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
            throw failure("the file starts with a byte order mark", hint: "save it as UTF-8 without one")
        }
        let isWide = bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF])
        if isWide || bytes.prefix(2).contains(0) && bytes.count > 1 {
            throw failure("the file is UTF-16 or UTF-32, or no text at all", hint: "save it as UTF-8")
        }
        guard let invalid = firstInvalidOffset() else { return }
        offset = invalid
        throw failure(
            "the byte 0x\(String(bytes[invalid], radix: 16, uppercase: true)) is not valid UTF-8",
            hint: "save the file as UTF-8")
    }

    private func firstInvalidOffset() -> Int? {
        if String(validating: bytes, as: UTF8.self) != nil { return nil }
        var parser = Unicode.UTF8.ForwardParser()
        var iterator = bytes.makeIterator()
        var position = 0
        while true {
            switch parser.parseScalar(from: &iterator) {
            case .valid(let scalar): position += scalar.count
            case .error, .emptyInput: return position
            }
        }
    }
}
