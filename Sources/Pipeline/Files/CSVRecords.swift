/// Walks over the records of a CSV text (RFC 4180, as `CSVField` spells it): what runs leave behind and what people hand to
/// a command. Datasets are read by the load stage.
///
/// One record is current at a time; its fields are decoded when they are asked for.
struct CSVRecords {
    private let bytes: [UInt8]
    private var fields: [Field] = []
    /// Where the next record starts, and on which line.
    private var position = 0
    private var nextLine = 1
    /// Where the current record starts; counts from 1.
    private(set) var line = 0

    fileprivate struct Field {
        /// Without the quotes around it.
        let range: Range<Int>
        /// Whether quotes inside it are doubled.
        let isEscaped: Bool
    }

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// How many fields the current record has.
    var count: Int { fields.count }

    /// All fields of the current record.
    var texts: [String] { fields.indices.map { self[$0] } }

    subscript(field: Int) -> String {
        let text = String(decoding: bytes[fields[field].range], as: UTF8.self)
        return fields[field].isEscaped ? text.replacing("\"\"", with: "\"") : text
    }

    /// Whether a field has these bytes; they hold no quote.
    func field(_ field: Int, is text: some Sequence<UInt8>) -> Bool { bytes[fields[field].range].elementsEqual(text) }

    /// Nil where the field is empty or no number.
    func number(_ field: Int) -> Double? { Double(self[field]) }

    /// Appends a field's bytes, without making a `String`.
    func append(_ field: Int, to text: inout [UInt8]) {
        let (range, isEscaped) = (fields[field].range, fields[field].isEscaped)
        guard isEscaped else { return text.append(contentsOf: bytes[range]) }
        var index = range.lowerBound
        while index < range.upperBound {
            text.append(bytes[index])
            index += bytes[index] == Self.quote ? 2 : 1
        }
    }

    /// Moves to the next record; false where there is none. Empty lines are records of one empty field.
    mutating func advance() throws(CSVSyntaxError) -> Bool {
        guard position < bytes.count else { return false }
        line = nextLine
        fields.removeAll(keepingCapacity: true)
        try readField()
        while position < bytes.count, bytes[position] == Self.comma {
            position += 1
            try readField()
        }
        position += 1
        nextLine += 1
        return true
    }

    /// Moves to the next record that is no empty line.
    mutating func advancePastEmptyLines() throws(CSVSyntaxError) -> Bool {
        while try advance() {
            if fields.count > 1 || !fields[0].range.isEmpty || fields[0].isQuoted(in: bytes) { return true }
        }
        return false
    }

    /// Reads the field at `position` and leaves it at the comma or line feed behind the field, or at the end.
    private mutating func readField() throws(CSVSyntaxError) {
        guard position < bytes.count, bytes[position] == Self.quote else { return readPlainField() }
        let start = position + 1
        var isEscaped = false
        position = start
        while true {
            guard position < bytes.count else { throw CSVSyntaxError(line: line, found: "a quote that is not closed") }
            if bytes[position] == Self.lineFeed { nextLine += 1 }
            if bytes[position] == Self.quote {
                guard position + 1 < bytes.count, bytes[position + 1] == Self.quote else { break }
                isEscaped = true
                position += 1
            }
            position += 1
        }
        fields.append(Field(range: start..<position, isEscaped: isEscaped))
        position += 1
        if position < bytes.count, bytes[position] == Self.carriageReturn { position += 1 }
        guard position >= bytes.count || bytes[position] == Self.comma || bytes[position] == Self.lineFeed else {
            throw CSVSyntaxError(line: line, found: "text after a closing quote")
        }
    }

    private mutating func readPlainField() {
        let start = position
        while position < bytes.count, bytes[position] != Self.comma, bytes[position] != Self.lineFeed { position += 1 }
        let endsLine = position == bytes.count || bytes[position] == Self.lineFeed
        let hasReturn = endsLine && position > start && bytes[position - 1] == Self.carriageReturn
        fields.append(Field(range: start..<(hasReturn ? position - 1 : position), isEscaped: false))
    }

    private static let quote = UInt8(ascii: "\"")
    private static let comma = UInt8(ascii: ",")
    private static let lineFeed = UInt8(ascii: "\n")
    private static let carriageReturn = UInt8(ascii: "\r")
}

extension CSVRecords.Field {
    fileprivate func isQuoted(in bytes: [UInt8]) -> Bool {
        range.upperBound < bytes.count && bytes[range.upperBound] == UInt8(ascii: "\"")
    }
}

/// A text is no CSV.
struct CSVSyntaxError: Error, Equatable {
    /// Of the record that can't be read; counts from 1.
    let line: Int
    let found: String
}
