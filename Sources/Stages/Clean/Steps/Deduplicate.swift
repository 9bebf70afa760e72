import Pipeline
import Tables

/// Drops rows whose keys repeat another row's, missing cells being equal to each other. Reason: `duplicate`.
public struct Deduplicate: CleaningStep {
    public static let name = "deduplicate"
    public static let summary = "Drops rows that repeat another row in all keys; missing cells equal each other."

    enum Kept: String, CaseIterable, SettingChoice {
        case first, last
    }

    /// Nil stands for all columns.
    let keys: [String]?
    let keep: Kept

    public init(from settings: SettingsReader) {
        keys = settings.optional("keys", "Columns that are compared; left out, all columns.")
        keep = settings.value("keep", default: Kept.first, "Which of equal rows stays, in input order.")
        if keys?.isEmpty == true { settings.site["keys"].report("names no column", hint: "leave it out for all") }
    }

    public func check(_ schema: inout TableSchema, at site: SettingsSite) {
        schema.require(keys ?? [], at: site["keys"])
    }

    public func apply(to table: inout Table, in context: RunContext) throws -> StepEffect {
        let rowCount = table.rowCount
        let flags = try Deduplication(kept: keep == .first ? .first : .last)
            .flags(rowCount: rowCount, keys: table.columns(named: keys), pool: context.pool)
        table.keepRows(flags)
        return StepEffect(dropped: [("duplicate", rowCount - table.rowCount)])
    }
}
