import DurableFiles
import LinearAlgebra
import Pipeline
import Tables

/// Writes a cleaned table as `tables/<table>.csv`: a header, then a row a line, as the `csv` source reads them.
public struct TableExporter: Exporter {
    public static let name = "table"
    public static let summary = "A cleaned table as a CSV file, tables/<table>.csv."

    /// Rows spelled together, and chunks spelled before they are written: bounds the memory beside the table.
    private static let chunkSize = 16_384
    private static let chunksPerWave = 32

    let table: String
    let columns: [String]?

    public init(from settings: SettingsReader) {
        table = settings.required("table", "The table to write.")
        columns = settings.optional("columns", "The columns to write, in this order; left out, all of them.")
    }

    public var needsTables: Bool { true }

    public var fileNames: [String] { ["tables/\(table).csv"] }

    public func check(_ chain: ExportCheck, at site: SettingsSite) {
        guard let schema = chain.schemas[table] else {
            site["table"].reportUnknown("table", table, among: chain.schemas.keys.sorted())
            return
        }
        if Identifier(table) == nil {
            site["table"].report(
                "\"\(table)\" can't be the name of a file",
                hint: "load the table under a name that matches \(Identifier.pattern)")
        }
        for (position, column) in (columns ?? []).enumerated() {
            if schema.type(of: column) == nil {
                site["columns"][position].reportUnknown("column", column, among: schema.names)
            } else if columns?.firstIndex(of: column) != position {
                site["columns"][position].report("the column \"\(column)\" is listed twice", hint: "leave one out")
            }
        }
        if columns?.isEmpty == true {
            site["columns"].report("the list is empty", hint: "name columns, or leave the key out for all of them")
        }
    }

    public func write(_ input: ExportInput, in context: RunContext) throws -> [WrittenFile] {
        guard let table = input.tables[table] else { preconditionFailure("the table \(table) was checked to be there") }
        try input.files.createDirectory("\(input.directory)/tables")
        let writer = try FileWriter("\(input.directory)/\(fileNames[0])", in: input.files)
        let names = columns ?? table.schema.names
        try writer.write(names.map(CSVField.quoted).joined(separator: ",") + "\n")
        let lines = TableLines(columns: names.map { name in table.columns[table.schema.names.firstIndex(of: name)!] })
        let waveSize = Self.chunkSize * Self.chunksPerWave
        for wave in WorkerPool.chunks(count: table.rowCount, chunkSize: waveSize) {
            let chunks = try context.pool.map(count: wave.count, chunkSize: Self.chunkSize) { rows in
                lines.bytes(ofRows: wave.lowerBound + rows.lowerBound..<wave.lowerBound + rows.upperBound)
            }
            for bytes in chunks { try writer.write(bytes) }
            context.progress.update(
                "write \(self.table)", completed: wave.upperBound, total: table.rowCount, unit: "rows")
        }
        return [try writer.finish()]
    }
}
