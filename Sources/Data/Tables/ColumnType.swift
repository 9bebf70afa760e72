/// The types a column can have. The raw value is the spelling configs and pipelines use.
public enum ColumnType: String, CaseIterable, Sendable, Codable {
    /// UTF-8 text, dictionary-encoded. Compares and sorts by bytes.
    case string
    case int64
    /// A finite double; `NaN` and infinities never enter a table.
    case float64
    case bool
    /// An instant in UTC, microseconds since 1970-01-01T00:00:00Z.
    case timestamp
}
