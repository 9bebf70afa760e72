import Pipeline
import Tables

/// Checks that a table has the columns a setting names, before any row is read.
struct ColumnCheck {
    let table: String
    let schema: TableSchema

    /// Reports at `site` where the column is absent or of another type.
    func require(_ column: String, types: [ColumnType], at site: SettingsSite) {
        guard let type = schema.type(of: column) else {
            site.report(
                "the table \"\(table)\" has no column \"\(column)\"",
                hint: NearestName.hint(for: column, among: schema.names))
            return
        }
        guard !types.contains(type) else { return }
        let expected = types.map(\.rawValue).joined(separator: " or ")
        site.report(
            "the column \"\(column)\" of the table \"\(table)\" is \(type.rawValue), expected \(expected)",
            hint: "state the type in the config's columns, or cast it in the clean stage")
    }
}
