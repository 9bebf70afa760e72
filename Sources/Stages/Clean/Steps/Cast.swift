import Pipeline
import Tables

/// Gives a column another type; a cell that has no value of that type drops its row. Reason: `uncastable_<column>`.
///
/// ``CellConversion`` says which cells can be cast to what.
public struct Cast: CleaningStep {
    public static let name = "cast"
    public static let summary = "Gives a column another type; rows whose cell cannot be cast are dropped and counted."

    let column: String
    let type: ColumnType

    public init(from settings: SettingsReader) {
        column = settings.required("column", "The column to cast.")
        type = settings.required("type", "Its new type.")
    }

    public func check(_ schema: inout TableSchema, at site: SettingsSite) {
        guard let found = schema.type(of: column, at: site["column"]) else { return }
        if [found, type].contains(.bool), [found, type].contains(.timestamp) {
            site["type"].report(
                "the column \"\(column)\" is \(found.rawValue), which has no meaning as \(type.rawValue)")
        }
        schema.set(column, to: type)
    }

    public func apply(to table: inout Table, in context: RunContext) throws -> StepEffect {
        let source = table.column(column)
        guard source.type != type else { return StepEffect(changed: 0) }
        let rowCount = table.rowCount
        let cast = ColumnCast(source, to: type)
        table.set(column, to: cast.column)
        table.keepRows(cast.isCastable)
        return StepEffect(dropped: [("uncastable_\(column)", rowCount - table.rowCount)], changed: cast.castCount)
    }
}
