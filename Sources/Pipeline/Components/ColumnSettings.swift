import Tables

/// One column of a dataset: which of the file's columns it is, or which constant, and of which type.
public struct ColumnSettings: Sendable {
    /// Where a column's cells come from.
    public enum Origin: Sendable, Equatable {
        case header(String)
        /// Zero-based, for files without a header.
        case position(Int)
        /// Every row has this value.
        case constant(JSON)
    }

    /// How the text of a timestamp is read.
    public enum TimestampFormat: Sendable, Equatable {
        case iso8601
        case unixSeconds
        case unixMilliseconds
        /// A `strftime` pattern.
        case pattern(String)
    }

    /// The logical name pipelines know it by.
    public let name: String
    public let origin: Origin
    public let type: ColumnType
    public let timestampFormat: TimestampFormat
    /// A numeric spelling such as `17850.0` stands for the id `17850`.
    public let isIntegral: Bool
    /// A missing cell rejects the row.
    public let isRequired: Bool

    public init(
        name: String, origin: Origin, type: ColumnType, timestampFormat: TimestampFormat = .iso8601,
        isIntegral: Bool = false, isRequired: Bool = false
    ) {
        self.name = name
        self.origin = origin
        self.type = type
        self.timestampFormat = timestampFormat
        self.isIntegral = isIntegral
        self.isRequired = isRequired
    }
}
