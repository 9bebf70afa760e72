/// Reads JSON text strictly as RFC 8259 defines it, keeping where each value was stated.
///
/// The RFC leaves some points to the parser. Here the text is UTF-8 without a byte order mark, a name may be stated once
/// in an object, an escaped surrogate has its other half beside it, and lists and objects nest at most `maximumDepth`
/// deep. Numbers keep their spelling, so none is too large to be read; the setting that takes it decides.
///
/// O(n) time; the stack is bounded by `maximumDepth`.
public struct JSONParser: Sendable {
    public static let maximumDepth = 512

    let bytes: [UInt8]
    let path: String
    var offset = 0
    var depth = 0
    /// Where `offset` was when an origin was last asked for; origins are asked for from front to back.
    private var counted = (offset: 0, line: 1, column: 1)
    private var duplicates: [Problem] = []

    /// Parses a whole document.
    ///
    /// - Parameter path: what positions call the file.
    /// - Returns: nil after reporting the syntax error. Names stated twice are reported too, and the first is kept.
    public static func parse(_ bytes: [UInt8], path: String, diagnostics: Diagnostics) -> JSONNode? {
        var parser = JSONParser(bytes: bytes, path: path)
        do {
            let node = try parser.document()
            for duplicate in parser.duplicates { diagnostics.report(duplicate) }
            return node
        } catch {
            diagnostics.report(error.problem)
            return nil
        }
    }

    /// Parses text that no file states, such as a flag's value; nil where it isn't JSON.
    public static func parse(_ text: String, origin: Origin) -> JSONNode? {
        let diagnostics = Diagnostics()
        let node = parse(Array(text.utf8), path: "", diagnostics: diagnostics)
        return diagnostics.problems.isEmpty ? node?.stated(at: origin) : nil
    }

    private init(bytes: [UInt8], path: String) {
        self.bytes = bytes
        self.path = path
    }
}

extension JSON {
    /// - Throws: `ConfigurationError` where the text isn't JSON, or states a name twice.
    public init(parsing bytes: [UInt8], path: String) throws(ConfigurationError) {
        let diagnostics = Diagnostics()
        let node = JSONParser.parse(bytes, path: path, diagnostics: diagnostics)
        try diagnostics.throwIfAny()
        self = node?.json ?? .null
    }
}

// MARK: - Positions and errors

struct JSONSyntaxError: Error {
    let problem: Problem
}

extension JSONParser {
    /// The place of `offset`.
    mutating func origin() -> Origin {
        while counted.offset < offset {
            let byte = bytes[counted.offset]
            counted.offset += 1
            if byte == .lineFeed {
                counted.line += 1
                counted.column = 1
            } else if !byte.isContinuation {
                counted.column += 1
            }
        }
        return .file(path: path, line: counted.line, column: counted.column)
    }

    mutating func failure(_ message: String, hint: String? = nil) -> JSONSyntaxError {
        JSONSyntaxError(problem: Problem(origin: origin(), address: "", message: message, hint: hint))
    }

    mutating func unexpected(expected: String, hint: String? = nil) -> JSONSyntaxError {
        failure("expected \(expected), found \(found)", hint: hint ?? usualCause)
    }

    /// What stands at `offset`, in words.
    var found: String {
        guard let byte else { return "the end of the file" }
        if byte.isLetter {
            let word = bytes[offset...].prefix(24).prefix { $0.isLetter || $0.isDigit || $0 == UInt8(ascii: "_") }
            return "\"\(String(decoding: word, as: UTF8.self))\""
        }
        let scalar = String(decoding: bytes[offset...].prefix(4), as: UTF8.self).unicodeScalars.first ?? "\u{FFFD}"
        if scalar.properties.generalCategory == .control || scalar.properties.isWhitespace
            || scalar.properties.generalCategory == .format
        {
            let hex = String(scalar.value, radix: 16, uppercase: true)
            return "the character U+" + String(repeating: "0", count: max(0, 4 - hex.count)) + hex
        }
        return scalar == "\"" ? "a string" : "\"\(scalar)\""
    }

    /// What people who write JSON by hand most often meant by what stands at `offset`.
    private var usualCause: String? {
        switch byte {
        case UInt8(ascii: "/"), UInt8(ascii: "#"):
            "JSON has no comments; a pipeline's \"description\" is the place for one"
        case UInt8(ascii: "'"): "names and strings stand in double quotes"
        case UInt8(ascii: "N"), UInt8(ascii: "I"): "JSON has no NaN or Infinity"
        case UInt8(ascii: "T"), UInt8(ascii: "F"): "true, false and null are written in lower case"
        default: nil
        }
    }
}

// MARK: - Structure

extension JSONParser {
    private mutating func document() throws(JSONSyntaxError) -> JSONNode {
        try checkEncoding()
        skipWhitespace()
        if byte == nil { throw failure("the file is empty", hint: "expected a JSON object") }
        let node = try value()
        skipWhitespace()
        if byte != nil { throw unexpected(expected: "the end of the file") }
        return node
    }

    private mutating func value() throws(JSONSyntaxError) -> JSONNode {
        let origin = origin()
        switch byte {
        case UInt8(ascii: "{"):
            try enter()
            defer { depth -= 1 }
            return JSONNode(.object(try object()), origin: origin)
        case UInt8(ascii: "["):
            try enter()
            defer { depth -= 1 }
            return JSONNode(.array(try array()), origin: origin)
        case UInt8(ascii: "\""): return JSONNode(.string(try string()), origin: origin)
        case let first? where first == UInt8(ascii: "-") || first.isDigit:
            return JSONNode(.number(try number()), origin: origin)
        default:
            for (literal, value) in Self.literals where take(literal) { return JSONNode(value, origin: origin) }
            throw unexpected(expected: "a value")
        }
    }

    private static let literals: [(String, JSONNode.Value)] = [
        ("true", .bool(true)), ("false", .bool(false)), ("null", .null),
    ]

    /// Steps over an opening bracket.
    private mutating func enter() throws(JSONSyntaxError) {
        guard depth < Self.maximumDepth else {
            throw failure("lists and objects nest more than \(Self.maximumDepth) deep")
        }
        depth += 1
        offset += 1
    }

    private mutating func array() throws(JSONSyntaxError) -> [JSONNode] {
        var elements: [JSONNode] = []
        skipWhitespace()
        if take(UInt8(ascii: "]")) { return elements }
        while true {
            skipWhitespace()
            elements.append(try value())
            if try endsList(closing: UInt8(ascii: "]"), "]") { return elements }
        }
    }

    private mutating func object() throws(JSONSyntaxError) -> [JSONNode.Member] {
        var members: [JSONNode.Member] = []
        var seen: [[UInt8]: Origin] = [:]
        skipWhitespace()
        if take(UInt8(ascii: "}")) { return members }
        while true {
            skipWhitespace()
            let origin = origin()
            guard byte == UInt8(ascii: "\"") else { throw unexpected(expected: "a name in double quotes") }
            let name = try string()
            skipWhitespace()
            guard take(UInt8(ascii: ":")) else { throw unexpected(expected: "\":\" after the name \"\(name)\"") }
            skipWhitespace()
            let value = try value()
            if let first = seen.updateValue(origin, forKey: Array(name.utf8)) {
                seen[Array(name.utf8)] = first
                reportDuplicate(name, at: origin, first: first)
            } else {
                members.append(.init(name: name, nameOrigin: origin, value: value))
            }
            if try endsList(closing: UInt8(ascii: "}"), "}") { return members }
        }
    }

    /// Takes what follows an element: the closing bracket, or a comma with something after it.
    private mutating func endsList(closing: UInt8, _ bracket: String) throws(JSONSyntaxError) -> Bool {
        skipWhitespace()
        if take(closing) { return true }
        guard byte == UInt8(ascii: ",") else { throw unexpected(expected: "\",\" or \"\(bracket)\"") }
        let comma = origin()
        offset += 1
        skipWhitespace()
        guard byte == closing else { return false }
        throw JSONSyntaxError(
            problem: Problem(
                origin: comma, address: "", message: "a comma stands before \"\(bracket)\"",
                hint: "remove it: nothing follows"))
    }

    private mutating func reportDuplicate(_ name: String, at origin: Origin, first: Origin) {
        duplicates.append(
            Problem(
                origin: origin, address: "", message: "duplicate key \(JSON.string(name).text())",
                hint: "it is first stated at \(first)"))
    }
}

// MARK: - Bytes

extension JSONParser {
    /// The byte at `offset`; nil at the end.
    var byte: UInt8? { offset < bytes.count ? bytes[offset] : nil }

    mutating func take(_ expected: UInt8) -> Bool {
        guard byte == expected else { return false }
        offset += 1
        return true
    }

    private mutating func take(_ word: String) -> Bool {
        guard bytes[offset...].starts(with: word.utf8) else { return false }
        let end = offset + word.utf8.count
        if end < bytes.count, bytes[end].isLetter || bytes[end].isDigit { return false }
        offset = end
        return true
    }

    private mutating func skipWhitespace() {
        while let byte, byte == 0x20 || byte == .lineFeed || byte == 0x0D || byte == 0x09 { offset += 1 }
    }
}

extension UInt8 {
    static var lineFeed: UInt8 { 0x0A }
    var isContinuation: Bool { self & 0xC0 == 0x80 }
    var isDigit: Bool { UInt8(ascii: "0")...UInt8(ascii: "9") ~= self }
    var isLetter: Bool { UInt8(ascii: "a")...UInt8(ascii: "z") ~= self | 0x20 }
}
