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
    /// - Throws: `DataError` where a quote is not closed.
    public init(list: String) throws {
        guard let records = CSVText.records(of: list) else {
            throw DataError(
                place: "--history", found: "a quote that is not closed in \(list)",
                expected: "ids separated by commas, quoted as in CSV files", remedy: "close the quote, or double it")
        }
        entries = records.flatMap(\.fields).map { Entry(item: $0) }
    }

    /// A CSV file with the columns `item` and, if it has them, `weight`, in any order.
    ///
    /// - Throws: `InputError` where it can't be read; `DataError` naming the line that can't be used.
    public init(file path: String) throws {
        guard let data = FileManager.default.contents(atPath: path), let text = String(bytes: data, encoding: .utf8)
        else {
            throw InputError(
                path: path, found: "it is missing or no readable UTF-8 text",
                remedy: "name a CSV file with the columns item and weight")
        }
        guard let records = CSVText.records(of: text), let header = records.first?.fields else {
            throw Self.wrong(path, line: 1, found: "no table", expected: "the header item or item,weight")
        }
        guard let itemColumn = header.firstIndex(of: "item"), Set(header).isSubset(of: ["item", "weight"]) else {
            throw Self.wrong(
                path, line: 1, found: "the header \(header.joined(separator: ","))",
                expected: "item or item,weight")
        }
        let weightColumn = header.firstIndex(of: "weight")
        entries = try records.dropFirst().map { record in
            guard record.fields.count == header.count else {
                throw Self.wrong(
                    path, line: record.line, found: "\(record.fields.count) fields", expected: "\(header.count)")
            }
            let weight = try weightColumn.flatMap { column -> Float? in
                let text = record.fields[column]
                guard !text.isEmpty else { return nil }
                guard let value = Float(text), value.isFinite else {
                    throw Self.wrong(path, line: record.line, found: "the weight \"\(text)\"", expected: "a number")
                }
                return value
            }
            return Entry(item: record.fields[itemColumn], value: weight)
        }
    }

    private static func wrong(_ path: String, line: Int, found: String, expected: String) -> DataError {
        DataError(place: "\(path):\(line)", found: found, expected: expected, remedy: "mend the file")
    }
}
