import LoadStage

/// Reads delimited text the plain way: one byte after the other, nothing cut, nothing shared.
struct SlowTwin {
    struct Rejection: Equatable {
        let line: Int
        let reason: RejectionReason
        let column: String?
    }

    struct UnterminatedQuote: Error, Equatable {
        let line: Int
    }

    private struct Record {
        /// The fields as they stand in the text.
        var fields: [[UInt8]] = []
        var line: Int
    }

    private(set) var header: [String] = []
    private(set) var rows: [[String?]] = []
    private(set) var rejections: [Rejection] = []

    init(_ bytes: [UInt8]) throws {
        var records = try Self.records(bytes).makeIterator()
        var headerFieldCount = 0
        while header.isEmpty, let record = records.next() {
            if Self.isBlank(record) { continue }
            header = record.fields.map { String(decoding: Self.text(of: $0) ?? $0, as: UTF8.self) }
            headerFieldCount = record.fields.count
        }
        while let record = records.next() {
            if record.fields.count != headerFieldCount {
                if !Self.isBlank(record) {
                    rejections.append(.init(line: record.line, reason: .fieldCount, column: nil))
                }
                continue
            }
            take(record)
        }
    }

    private mutating func take(_ record: Record) {
        var row: [String?] = []
        for (name, field) in zip(header, record.fields) {
            if field.isEmpty {
                row.append(nil)
                continue
            }
            guard let text = Self.text(of: field) else {
                return rejections.append(.init(line: record.line, reason: .malformedQuote, column: name))
            }
            if text.contains(0) { return rejections.append(.init(line: record.line, reason: .nulByte, column: name)) }
            guard let string = String(validating: text, as: UTF8.self) else {
                return rejections.append(.init(line: record.line, reason: .invalidUTF8, column: name))
            }
            row.append(string)
        }
        rows.append(row)
    }

    private static func isBlank(_ record: Record) -> Bool { record.fields == [[]] }

    /// Cuts the text at delimiters and line feeds outside quotes.
    private static func records(_ bytes: [UInt8]) throws -> [Record] {
        var records: [Record] = []
        var record = Record(line: 1)
        var field: [UInt8] = []
        var isQuoted = false
        var quoteLine = 0
        var line = 1
        var position = 0
        func endRecord() {
            if field.last == UInt8(ascii: "\r") { field.removeLast() }
            record.fields.append(field)
            records.append(record)
        }
        while position < bytes.count {
            let byte = bytes[position]
            if byte == UInt8(ascii: "\n") { line += 1 }
            if isQuoted {
                field.append(byte)
                if byte == UInt8(ascii: "\"") {
                    let next = position + 1 < bytes.count ? bytes[position + 1] : 0
                    if next == byte {
                        field.append(byte)
                        position += 1
                    } else {
                        isQuoted = false
                    }
                }
            } else if byte == UInt8(ascii: ",") {
                record.fields.append(field)
                field = []
            } else if byte == UInt8(ascii: "\n") {
                endRecord()
                record = Record(line: line)
                field = []
            } else {
                if byte == UInt8(ascii: "\""), field.isEmpty {
                    isQuoted = true
                    quoteLine = line
                }
                field.append(byte)
            }
            position += 1
        }
        if isQuoted { throw UnterminatedQuote(line: quoteLine) }
        if !(record.fields.isEmpty && field.isEmpty) { endRecord() }
        return records
    }

    /// The text of a field, or nil where something follows its closing quote.
    private static func text(of field: [UInt8]) -> [UInt8]? {
        guard field.first == UInt8(ascii: "\"") else { return field }
        var text: [UInt8] = []
        var position = 1
        while position < field.count {
            if field[position] == UInt8(ascii: "\"") {
                guard position + 1 < field.count else { return text }
                guard field[position + 1] == UInt8(ascii: "\"") else { return nil }
                position += 1
            }
            text.append(field[position])
            position += 1
        }
        return nil
    }
}
