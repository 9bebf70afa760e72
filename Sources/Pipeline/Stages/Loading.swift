import Tables

/// The load stage: reads the site's datasets into tables.
public protocol Loading: Sendable {
    init(from settings: SettingsReader)

    /// The tables to load, in the order they are stated.
    var requests: [LoadRequest] { get }

    /// Reads every table; drops and counts the rows of suppressed ids (`suppressed`) and those at or after `context.asOf`
    /// (`after_as_of`).
    func run(
        _ datasets: [String: DatasetSettings], suppressing suppressed: [SuppressedIDs], in context: RunContext
    ) throws -> LoadedTables
}

/// One table of the load stage and the site's dataset it comes from.
public struct LoadRequest: Sendable {
    public let table: String
    public let dataset: String

    public init(table: String, dataset: String) {
        self.table = table
        self.dataset = dataset
    }
}

public struct LoadedTables: Sendable {
    public var tables: [String: Table]
    public let steps: [StepAccount]
    /// Rows that could not be read, by table.
    public let rejected: [String: [SourceReading.RejectedRow]]
    /// The run's exclusive instant: as asked for, else just past the newest time in the data; nil where there are no times.
    public let asOf: Int64?
    /// Just past the newest time in the tables, microseconds UTC: never after `asOf`, and before it where the data ends earlier.
    public let seenUntil: Int64?

    public init(
        tables: [String: Table], steps: [StepAccount], rejected: [String: [SourceReading.RejectedRow]], asOf: Int64?,
        seenUntil: Int64?
    ) {
        self.tables = tables
        self.steps = steps
        self.rejected = rejected
        self.asOf = asOf
        self.seenUntil = seenUntil
    }
}
