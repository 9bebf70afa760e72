import Tables

/// Repairs or removes rows of one table. The key `table` is read by the clean stage, not by the step.
public protocol CleaningStep: Component {
    /// Checks the step against what is known of the table before any row is read, and says what it makes of it.
    ///
    /// Problems are reported at `site`, the step's own place; the schema is left as the step would leave it.
    func check(_ schema: inout TableSchema, at site: SettingsSite)

    /// - Precondition: `check` found no problem with the table's schema.
    func apply(to table: inout Table, in context: RunContext) throws -> StepEffect
}

/// What a cleaning step did; the stage adds names and row counts.
public struct StepEffect: Sendable {
    /// Rows dropped, by reason.
    public let dropped: [(reason: String, count: Int)]
    /// Cells rewritten; nil where the step rewrites none.
    public let changed: Int?

    public init(dropped: [(reason: String, count: Int)] = [], changed: Int? = nil) {
        self.dropped = dropped
        self.changed = changed
    }
}
