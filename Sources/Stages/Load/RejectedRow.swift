/// Why a row was rejected. The raw value is the name counts and reports use.
public enum RejectionReason: UInt8, CaseIterable, Sendable {
    /// The row has more or fewer fields than the header.
    case fieldCount = 1
    /// Text follows a closing quote.
    case malformedQuote
    /// A kept text is not UTF-8.
    case invalidUTF8
    /// A kept cell holds a zero byte.
    case nulByte
    /// The cell does not parse as its column's type.
    case badValue
    /// The cell is a number or an instant, but none the type can hold.
    case outOfRange
    /// A float column's cell spells NaN or an infinity.
    case notFinite
    /// An id that must be whole has a fraction.
    case notIntegral
    /// A cell of a required column is missing.
    case missingValue

    public var name: String {
        switch self {
        case .fieldCount: "field_count"
        case .malformedQuote: "malformed_quote"
        case .invalidUTF8: "invalid_utf8"
        case .nulByte: "nul_byte"
        case .badValue: "bad_value"
        case .outOfRange: "out_of_range"
        case .notFinite: "not_finite"
        case .notIntegral: "not_integral"
        case .missingValue: "missing_value"
        }
    }
}

/// A row that did not make it into the table, kept so that someone can look at it.
public struct RejectedRow: Sendable, Equatable {
    public let file: String
    /// The line its first byte lies on, counted from 1; quoted line breaks count.
    public let line: Int
    public let reason: RejectionReason
    /// The logical name of the column that caused it; nil where the row as a whole did.
    public let column: String?
    /// What was found and what was expected.
    public let cause: String
    /// The row as it stands in the file, cut to a bounded length.
    public let text: String

    /// `bad_value:time`, or `field_count` where no column is to blame.
    public var label: String { RejectionCounts.Key(reason: reason, column: column).label }
}

/// Rejected rows counted by reason and, where one column is to blame, by column.
public struct RejectionCounts: Sendable, Equatable {
    public struct Key: Hashable, Sendable {
        public let reason: RejectionReason
        public let column: String?

        /// `bad_value:time`, or `field_count` where no column is to blame.
        public var label: String { column.map { "\(reason.name):\($0)" } ?? reason.name }
    }

    public private(set) var counts: [Key: Int] = [:]

    public init() {}

    public var total: Int { counts.values.reduce(0, +) }

    /// Labels and counts, sorted by label.
    public var labelled: [(label: String, count: Int)] {
        counts.map { ($0.key.label, $0.value) }.sorted { $0.0 < $1.0 }
    }

    public subscript(reason: RejectionReason, column column: String? = nil) -> Int {
        counts[Key(reason: reason, column: column)] ?? 0
    }

    mutating func add(_ reason: RejectionReason, column: String?, count: Int) {
        counts[Key(reason: reason, column: column), default: 0] += count
    }
}
