/// Named typed columns of equal length.
public struct Table: Sendable, Equatable {
    public private(set) var schema: TableSchema
    public private(set) var columns: [Column]
    public private(set) var rowCount: Int

    /// - Precondition: names are distinct and all columns have the same length.
    public init(columns named: [(name: String, column: Column)]) {
        precondition(Set(named.map(\.name)).count == named.count, "column names are distinct")
        precondition(Set(named.map(\.column.count)).count <= 1, "columns have one length")
        schema = TableSchema(named.map { .init(name: $0.name, type: $0.column.type) })
        columns = named.map(\.column)
        rowCount = named.first?.column.count ?? 0
    }

    public subscript(name: String) -> Column? {
        schema.names.firstIndex(of: name).map { columns[$0] }
    }

    /// Replaces the column called `name`, or appends it.
    public mutating func set(_ name: String, to column: Column) {
        precondition(columns.isEmpty || column.count == rowCount, "\(name) has \(column.count) rows of \(rowCount)")
        if let index = schema.names.firstIndex(of: name) {
            columns[index] = column
        } else {
            columns.append(column)
        }
        schema.set(name, to: column.type)
        rowCount = column.count
    }

    public mutating func rename(_ name: String, to newName: String) {
        precondition(schema.type(of: newName) == nil || name == newName, "\(newName) is taken")
        schema.rename(name, to: newName)
    }

    /// Drops the rows whose flag is not set, keeping the order of the others. O(rows × columns), in place.
    public mutating func keepRows(_ keep: [Bool]) {
        precondition(keep.count == rowCount, "a mask of \(keep.count) rows for a table of \(rowCount)")
        let keptCount = keep.lazy.filter(\.self).count
        guard keptCount < rowCount else { return }
        for index in columns.indices { columns[index].keepRows(keep, keptCount: keptCount) }
        rowCount = keptCount
    }
}
