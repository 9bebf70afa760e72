import Expressions
import Pipeline
import Tables

/// Keeps the rows for which a condition is true; false and unknown rows are dropped. Reason: `filtered`.
public struct Filter: CleaningStep {
    public static let name = "filter"
    public static let summary = "Keeps the rows for which a condition is true: quantity > 0 and country = 'France'."

    let keepWhere: RowExpression

    public init(from settings: SettingsReader) {
        keepWhere = settings.required(
            "keep_where", "The condition, as an expression over the table's columns; unknown drops the row.")
    }

    public func check(_ schema: inout TableSchema, at site: SettingsSite) {
        _ = keepWhere.check(against: schema, at: site["keep_where"])
    }

    public func apply(to table: inout Table, in context: RunContext) throws -> StepEffect {
        let rowCount = table.rowCount
        let predicate = try keepWhere.check(against: table.schema)
        table.keepRows(try predicate.evaluate(on: table, pool: context.pool))
        return StepEffect(dropped: [("filtered", rowCount - table.rowCount)])
    }
}
