import DurableFiles

/// Rows that could not be read, kept beside the run with file, line and cause.
enum RejectedRowsFile {
    static let name = "rejected-rows.jsonl"

    /// Writes nothing when no row was rejected.
    static func write(_ rejected: [String: [SourceReading.RejectedRow]], to directory: String, in files: FileSystem)
        throws
    {
        guard rejected.values.contains(where: { !$0.isEmpty }) else { return }
        let writer = try FileWriter("\(directory)/\(name)", in: files)
        for (table, rows) in rejected.sorted(by: { $0.key < $1.key }) {
            for row in rows {
                let line: JSON = [
                    "table": .string(table), "file": .string(row.file), "line": .integer(row.line),
                    "reason": .string(row.reason), "cause": .string(row.cause), "text": .string(row.text),
                ]
                try writer.write(line.text() + "\n")
            }
        }
        try writer.finish()
    }
}
