import Tables

/// A column of numbers read as doubles.
enum NumberColumn: Sendable {
    case int64(ValueColumn<Int64>)
    case float64(ValueColumn<Double>)

    static let types: [ColumnType] = [.int64, .float64]

    /// - Precondition: the column's type is one of `types`.
    init(_ column: Column) {
        switch column {
        case .int64(let values): self = .int64(values)
        case .float64(let values): self = .float64(values)
        default: preconditionFailure("the check let a column of type \(column.type) pass for numbers")
        }
    }

    /// The number of a row, nil where it is missing.
    @inline(__always)
    subscript(row: Int) -> Double? {
        switch self {
        case .int64(let column): column.isPresent(row) ? Double(column.values[row]) : nil
        case .float64(let column): column.isPresent(row) ? column.values[row] : nil
        }
    }
}
