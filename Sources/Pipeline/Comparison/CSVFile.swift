import Foundation

/// A CSV file that a run left, read back record by record (RFC 4180, as `CSVField` spells it).
struct CSVFile {
    let path: String
    let header: [String]
    private let bytes: [UInt8]
    /// Where the first record after the header starts.
    private let start: Int

    /// Nil where the file is absent.
    ///
    /// - Throws: `InputError` where it can't be read as the file it is named for.
    init?(_ path: String, startingWith columns: [String]) throws {
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw InputError(path: path, found: "it can't be read", remedy: "check its permissions")
        }
        self.path = path
        bytes = [UInt8](data)
        var record = Record(bytes: bytes)
        start = record.advance(from: 0)
        header = (0..<record.count).map { record[$0] }
        guard header.starts(with: columns) else {
            throw InputError(
                path: path, found: "it does not start with the columns \(columns.joined(separator: ","))",
                remedy: "it was changed after the run; run the pipeline again")
        }
    }

    /// Hands over each record after the header.
    ///
    /// - Throws: `InputError` at a record with another number of fields than the header; what `body` throws.
    func forEachRecord(_ body: (Record) throws -> Void) throws {
        var record = Record(bytes: bytes)
        var position = start
        var line = 1
        while position < bytes.count {
            position = record.advance(from: position)
            line += 1
            guard record.count == header.count else {
                throw InputError(
                    path: path, found: "record \(line) has \(record.count) fields of \(header.count)",
                    remedy: "it was changed or cut off after the run; run the pipeline again")
            }
            try body(record)
        }
    }

    /// The fields of one record, decoded when asked for.
    struct Record {
        private let bytes: [UInt8]
        /// Where fields lie, quotes left out.
        private var ranges: [Range<Int>] = []
        private var hasEscapes: [Bool] = []

        fileprivate init(bytes: [UInt8]) {
            self.bytes = bytes
        }

        var count: Int { ranges.count }

        subscript(field: Int) -> String {
            let text = String(decoding: bytes[ranges[field]], as: UTF8.self)
            return hasEscapes[field] ? text.replacing("\"\"", with: "\"") : text
        }

        /// Whether a field has these bytes.
        func field(_ field: Int, is text: [UInt8]) -> Bool { bytes[ranges[field]].elementsEqual(text) }

        /// Nil where the field is empty or no number.
        func number(_ field: Int) -> Double? { Double(self[field]) }

        /// Reads the record at `start`; returns where the next one starts.
        fileprivate mutating func advance(from start: Int) -> Int {
            ranges.removeAll(keepingCapacity: true)
            hasEscapes.removeAll(keepingCapacity: true)
            var position = start
            while true {
                position = readField(at: position)
                guard position < bytes.count, bytes[position] == UInt8(ascii: ",") else { break }
                position += 1
            }
            while position < bytes.count, bytes[position] == 0x0D || bytes[position] == 0x0A {
                position += 1
                if bytes[position - 1] == 0x0A { break }
            }
            return position
        }

        private mutating func readField(at start: Int) -> Int {
            var position = start
            guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else {
                while position < bytes.count, ![0x2C, 0x0A, 0x0D].contains(bytes[position]) { position += 1 }
                append(start..<position, escaped: false)
                return position
            }
            position += 1
            var isEscaped = false
            while position < bytes.count {
                guard bytes[position] == UInt8(ascii: "\"") else {
                    position += 1
                    continue
                }
                guard position + 1 < bytes.count, bytes[position + 1] == UInt8(ascii: "\"") else { break }
                isEscaped = true
                position += 2
            }
            append(start + 1..<position, escaped: isEscaped)
            return min(position + 1, bytes.count)
        }

        private mutating func append(_ range: Range<Int>, escaped: Bool) {
            ranges.append(range)
            hasEscapes.append(escaped)
        }
    }
}
