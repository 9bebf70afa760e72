import Pipeline
import Tables

/// Gives a column another name.
public struct Rename: CleaningStep {
    public static let name = "rename"
    public static let summary = "Gives a column another name."

    let column: String
    let newName: String

    public init(from settings: SettingsReader) {
        column = settings.required("column", "The column to rename.")
        newName = settings.required("to", "Its new name.")
    }

    public func check(_ schema: inout TableSchema, at site: SettingsSite) {
        guard schema.type(of: column, at: site["column"]) != nil else { return }
        guard column == newName || schema.type(of: newName) == nil else {
            return site["to"].report("the table already has a column \"\(newName)\"", hint: "choose a free name")
        }
        schema.rename(column, to: newName)
    }

    public func apply(to table: inout Table, in context: RunContext) throws -> StepEffect {
        table.rename(column, to: newName)
        return StepEffect()
    }
}
