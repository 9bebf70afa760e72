import Tables

/// Gathers the cells of a new column row by row, without an optional per cell.
struct CellBuilder<Value: Sendable & Equatable> {
    private var values: [Value] = []
    private var isPresent: [Bool] = []
    private var hasMissing = false
    /// What stands in a missing cell.
    private let zero: Value

    init(zero: Value, capacity: Int) {
        self.zero = zero
        values.reserveCapacity(capacity)
        isPresent.reserveCapacity(capacity)
    }

    mutating func append(_ value: Value?) {
        values.append(value ?? zero)
        isPresent.append(value != nil)
        if value == nil { hasMissing = true }
    }

    var column: ValueColumn<Value> {
        ValueColumn(values: values, validity: hasMissing ? Bitmap(isPresent) : nil)
    }
}
