import Pipeline
import Tables

/// Drops rows that lack a cell. A row counts under the first of the columns that lacks it: `missing_<column>`.
public struct DropMissing: CleaningStep {
    public static let name = "drop_missing"
    public static let summary = "Drops rows with a missing cell in any of the columns."

    /// Nil stands for all columns.
    let columns: [String]?

    public init(from settings: SettingsReader) {
        columns = settings.optional("columns", "Columns that must have a value; left out, all columns.")
        if columns?.isEmpty == true { settings.site["columns"].report("names no column", hint: "leave it out for all") }
    }

    public func check(_ schema: inout TableSchema, at site: SettingsSite) {
        schema.require(columns ?? [], at: site["columns"])
    }

    public func apply(to table: inout Table, in context: RunContext) throws -> StepEffect {
        let names = columns ?? table.schema.names
        let (keep, missing) = try MissingCells.flags(
            rowCount: table.rowCount, columns: table.columns(named: names), pool: context.pool)
        table.keepRows(keep)
        return StepEffect(dropped: zip(names, missing).map { ("missing_\($0)", $1) })
    }
}
