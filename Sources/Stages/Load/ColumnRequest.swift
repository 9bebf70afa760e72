import Tables

/// One column to read: under which name, from where, as what.
public struct ColumnRequest: Sendable, Equatable {
    /// Where the cells come from.
    public enum Origin: Sendable, Equatable {
        /// The column the header calls so; compared byte for byte.
        case header(String)
        /// The column at this zero-based position.
        case position(Int)
        /// No column: every row holds this text, read as the column's type.
        case constant(String)
    }

    /// What a cell is read as.
    public enum Kind: Sendable, Equatable {
        /// UTF-8 text. With `integral`, a number's text loses a fraction of zeros: `17850.0` becomes `17850`, a number
        /// that is not whole rejects its row, and text that is no number stays.
        case string(integral: Bool)
        /// With `integral`, whole numbers written with a fraction or an exponent are read too.
        case int64(integral: Bool)
        case float64
        case bool
        case timestamp(TimeFormat)

        public var type: ColumnType {
            switch self {
            case .string: .string
            case .int64: .int64
            case .float64: .float64
            case .bool: .bool
            case .timestamp: .timestamp
            }
        }
    }

    /// The logical name pipelines use.
    public let name: String
    public let origin: Origin
    public let kind: Kind
    /// Whether a missing cell rejects its row.
    public let isRequired: Bool

    public init(name: String, from origin: Origin, as kind: Kind, isRequired: Bool = false) {
        self.name = name
        self.origin = origin
        self.kind = kind
        self.isRequired = isRequired
    }
}
