import Foundation

/// What somebody the model does not know has interacted with.
public struct History: Sendable, Equatable {
    public struct Entry: Sendable, Equatable {
        public let item: String
        /// Weight or rating, as the model's training part has them; nil where it isn't stated.
        public let value: Float?

        public init(item: String, value: Float? = nil) {
            self.item = item
            self.value = value
        }
    }

    public let entries: [Entry]

    public init(_ entries: [Entry]) {
        self.entries = entries
    }

    /// Item ids in one line, separated by commas; an id with a comma or a quote is quoted as in CSV files.
    ///
    /// - Throws: `HistoryError` where quotes do not match.
    public init(list: String) throws {
        var records = CSVRecords(Array(list.utf8))
        var items: [String] = []
        do {
            while try records.advancePastEmptyLines() { items += records.texts }
        } catch {
            throw HistoryError.malformedList(list, found: error.found)
        }
        entries = items.map { Entry(item: $0) }
    }

    /// A CSV file with the columns `item` and, if it has them, `weight`, in any order.
    ///
    /// - Throws: `InputError` where it can't be read; `DataError` naming the line that can't be used.
    public init(file path: String) throws {
        guard let data = FileManager.default.contents(atPath: path), String(bytes: data, encoding: .utf8) != nil else {
            throw InputError(
                path: path, found: "it is missing or no readable UTF-8 text",
                remedy: "name a CSV file with the columns item and weight")
        }
        var records = CSVRecords([UInt8](data))
        guard try Self.advance(&records, in: path) else {
            throw Self.wrong(path, line: 1, found: "no table", expected: "the header item or item,weight")
        }
        let header = records.texts
        guard let itemColumn = header.firstIndex(of: "item"), Set(header).isSubset(of: ["item", "weight"]) else {
            throw Self.wrong(
                path, line: records.line, found: "the header \(header.joined(separator: ","))",
                expected: "item or item,weight")
        }
        let weightColumn = header.firstIndex(of: "weight")
        var entries: [Entry] = []
        while try Self.advance(&records, in: path) {
            guard records.count == header.count else {
                throw Self.wrong(
                    path, line: records.line, found: "\(records.count) fields", expected: "\(header.count)")
            }
            let weight = try weightColumn.flatMap { try Self.weight(records[$0], path, line: records.line) }
            entries.append(Entry(item: records[itemColumn], value: weight))
        }
        self.entries = entries
    }

    /// Nil where the field is empty.
    private static func weight(_ text: String, _ path: String, line: Int) throws -> Float? {
        guard !text.isEmpty else { return nil }
        guard let value = Float(text), value.isFinite else {
            throw wrong(path, line: line, found: "the weight \"\(text)\"", expected: "a number")
        }
        return value
    }

    private static func advance(_ records: inout CSVRecords, in path: String) throws -> Bool {
        do {
            return try records.advancePastEmptyLines()
        } catch {
            throw wrong(path, line: error.line, found: error.found, expected: "fields quoted as in CSV files")
        }
    }

    private static func wrong(_ path: String, line: Int, found: String, expected: String) -> DataError {
        DataError(place: "\(path):\(line)", found: found, expected: expected, remedy: "mend the file")
    }
}
