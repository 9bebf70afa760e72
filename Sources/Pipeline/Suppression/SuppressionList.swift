import Foundation

/// One of a config's suppression lists: people, or things, of whom no row may enter anything that Mercer keeps.
public struct SuppressionList: Sendable {
    /// The logical name of the column that holds their ids, in whichever tables it is.
    public let column: String
    /// One id on each line, quoted as in CSV files where it holds a comma or a quote.
    public let file: FilePath

    init(from settings: SettingsReader) {
        column = settings.value(
            "column", default: "user",
            "The column of ids, in every table that has it: after loading and after cleaning.")
        file = settings.required(
            "path", "A file of ids, one on each line as they are in the tables; quoted as in CSV files.")
    }

    /// Reports a list that can meet no row: no dataset has a column of ids by that name.
    func check(against datasets: [DatasetSettings], at site: SettingsSite) {
        let ids = datasets.flatMap(\.columns).filter { $0.type == .string || $0.type == .int64 }.map(\.name)
        guard !ids.contains(column), !datasets.isEmpty else { return }
        site["column"].reportUnknown("column of ids", column, among: ids)
    }

    /// Reads the ids.
    ///
    /// - Throws: `InputError` where the file can't be read; `DataError` naming the line that is no id.
    public func read() throws -> SuppressedIDs {
        guard let data = FileManager.default.contents(atPath: file.path) else {
            throw InputError(
                path: file.path, found: "the suppression list can't be read", remedy: "check its permissions")
        }
        var records = CSVRecords([UInt8](data))
        var ids: [[UInt8]] = []
        while try advance(&records) {
            guard records.count == 1 else { throw malformed(line: records.line, found: "\(records.count) fields") }
            var id: [UInt8] = []
            records.append(0, to: &id)
            ids.append(id)
        }
        return SuppressedIDs(ids, column: column)
    }

    private func advance(_ records: inout CSVRecords) throws -> Bool {
        do {
            return try records.advancePastEmptyLines()
        } catch {
            throw malformed(line: error.line, found: error.found)
        }
    }

    private func malformed(line: Int, found: String) -> DataError {
        DataError(
            place: "\(file.path):\(line)", found: found, expected: "one id on the line",
            remedy: "put an id that holds a comma or a quote in quotes, as in CSV files")
    }
}
