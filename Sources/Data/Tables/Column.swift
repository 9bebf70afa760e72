/// One typed column of a table.
public enum Column: Sendable, Equatable {
    case string(StringColumn)
    case int64(ValueColumn<Int64>)
    case float64(ValueColumn<Double>)
    case bool(ValueColumn<Bool>)
    /// Microseconds since 1970 in UTC.
    case timestamp(ValueColumn<Int64>)

    public var type: ColumnType {
        switch self {
        case .string: .string
        case .int64: .int64
        case .float64: .float64
        case .bool: .bool
        case .timestamp: .timestamp
        }
    }

    public var count: Int {
        switch self {
        case .string(let column): column.count
        case .int64(let column), .timestamp(let column): column.count
        case .float64(let column): column.count
        case .bool(let column): column.count
        }
    }

    @inlinable
    public func isPresent(_ row: Int) -> Bool {
        switch self {
        case .string(let column): column.codes[row] >= 0
        case .int64(let column), .timestamp(let column): column.isPresent(row)
        case .float64(let column): column.isPresent(row)
        case .bool(let column): column.isPresent(row)
        }
    }

    /// Drops the rows whose flag is not set, keeping the order of the others.
    public mutating func keepRows(_ keep: [Bool], keptCount: Int) {
        // Rebuilding the case from a moved payload keeps the storage uniquely referenced, so nothing is copied.
        switch consume self {
        case .string(var column):
            column.keepRows(keep, keptCount: keptCount)
            self = .string(column)
        case .int64(var column):
            column.keepRows(keep, keptCount: keptCount)
            self = .int64(column)
        case .float64(var column):
            column.keepRows(keep, keptCount: keptCount)
            self = .float64(column)
        case .bool(var column):
            column.keepRows(keep, keptCount: keptCount)
            self = .bool(column)
        case .timestamp(var column):
            column.keepRows(keep, keptCount: keptCount)
            self = .timestamp(column)
        }
    }

    /// A column of this type with no rows.
    public static func empty(_ type: ColumnType) -> Column {
        switch type {
        case .string: .string(StringColumn(codes: [], dictionary: .empty))
        case .int64: .int64(ValueColumn(values: []))
        case .float64: .float64(ValueColumn(values: []))
        case .bool: .bool(ValueColumn(values: [] as [Bool], validity: nil))
        case .timestamp: .timestamp(ValueColumn(values: []))
        }
    }
}
