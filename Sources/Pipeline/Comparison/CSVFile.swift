import Foundation

/// A CSV file that a run left, read back record by record (RFC 4180, as `CSVField` spells it).
struct CSVFile {
    let path: String
    let header: [String]
    /// Standing at the header.
    private let records: CSVRecords

    /// Nil where the file is absent.
    ///
    /// - Throws: `InputError` where it can't be read as the file it is named for.
    init?(_ path: String, startingWith columns: [String]) throws {
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw InputError(path: path, found: "it can't be read", remedy: "check its permissions")
        }
        self.path = path
        var records = CSVRecords([UInt8](data))
        header = try Self.advance(&records, in: path) ? records.texts : []
        self.records = records
        guard header.starts(with: columns) else {
            throw InputError(
                path: path, found: "it does not start with the columns \(columns.joined(separator: ","))",
                remedy: "it was changed after the run; run the pipeline again")
        }
    }

    /// Hands over each record after the header.
    ///
    /// - Throws: `InputError` at a record that can't be read or has another number of fields than the header; what `body`
    ///   throws.
    func forEachRecord(_ body: (CSVRecords) throws -> Void) throws {
        var records = records
        while try Self.advance(&records, in: path) {
            guard records.count == header.count else {
                throw InputError(
                    path: "\(path):\(records.line)", found: "\(records.count) fields of \(header.count)",
                    remedy: "it was changed or cut off after the run; run the pipeline again")
            }
            try body(records)
        }
    }

    private static func advance(_ records: inout CSVRecords, in path: String) throws -> Bool {
        do {
            return try records.advance()
        } catch {
            throw InputError(
                path: "\(path):\(error.line)", found: error.found,
                remedy: "it was changed or cut off after the run; run the pipeline again")
        }
    }
}
