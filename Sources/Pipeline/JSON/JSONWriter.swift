extension JSON {
    /// The value as text: one line, or indented by two spaces a level. Doubles use the shortest spelling that reads back.
    public func text(indented: Bool = false) -> String {
        var writer = JSONWriter(indented: indented)
        writer.write(self, depth: 0)
        return writer.text
    }
}

private struct JSONWriter {
    let indented: Bool
    var text = ""

    init(indented: Bool) {
        self.indented = indented
    }

    mutating func write(_ value: JSON, depth: Int) {
        switch value {
        case .null: text += "null"
        case .bool(let flag): text += flag ? "true" : "false"
        case .integer(let number): text += String(number)
        case .double(let number): text += Self.spelling(of: number)
        case .string(let string): write(string)
        case .array(let elements):
            writeList("[", "]", elements, depth: depth) { writer, element in writer.write(element, depth: depth + 1) }
        case .object(let members):
            writeList("{", "}", members, depth: depth) { writer, member in
                writer.write(member.name)
                writer.text += writer.indented ? ": " : ":"
                writer.write(member.value, depth: depth + 1)
            }
        }
    }

    private mutating func writeList<Element>(
        _ open: String, _ close: String, _ elements: [Element], depth: Int,
        _ writeElement: (inout JSONWriter, Element) -> Void
    ) {
        text += open
        for (index, element) in elements.enumerated() {
            if index > 0 { text += "," }
            breakLine(depth: depth + 1)
            writeElement(&self, element)
        }
        if !elements.isEmpty { breakLine(depth: depth) }
        text += close
    }

    private mutating func breakLine(depth: Int) {
        guard indented else { return }
        text += "\n" + String(repeating: "  ", count: depth)
    }

    /// A whole double keeps the spelling of the integer it equals, so `1` and `1.0` are one setting.
    private static func spelling(of number: Double) -> String {
        guard number.isFinite else { return "null" }
        if let whole = Int(exactly: number), abs(whole) < 1 << 53 { return String(whole) }
        return number.description
    }

    private mutating func write(_ string: String) {
        text += "\""
        for scalar in string.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            case "\u{0}"..<"\u{20}":
                let hex = String(scalar.value, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
            default: text.unicodeScalars.append(scalar)
            }
        }
        text += "\""
    }
}
