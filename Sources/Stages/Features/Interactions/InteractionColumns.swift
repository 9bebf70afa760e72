import Tables

/// The columns of the interactions table that the dataset is made of.
struct InteractionColumns: Sendable {
    let users: StringColumn
    let items: StringColumn
    /// Nil where the table has no times.
    let times: ValueColumn<Int64>?
    /// The column `weight.by`.
    let labels: StringColumn?
    /// For each code of `labels`, the position of its string among `labelNames`; −1 where it isn't named.
    let labelOfCode: [Int32]
    let labelNames: [String]
    /// The column `weight.column`, or the ratings.
    let amounts: NumberColumn?

    /// - Precondition: the builder's check found no problem with the table's schema.
    init(_ table: Table, for builder: InteractionsBuilder) {
        users = IdentifierColumn.strings(table.require(builder.user))
        items = IdentifierColumn.strings(table.require(builder.item))
        if case .timestamp(let column) = table[builder.time] { times = column } else { times = nil }
        let labelNames = builder.weight.labels.map(\.name)
        if let by = builder.weight.by, case .string(let column) = table.require(by) {
            labels = column
            labelOfCode = SortedStrings.positions(
                of: column.dictionary, among: StringDictionary.encoding(labelNames).dictionary)
        } else {
            labels = nil
            labelOfCode = []
        }
        self.labelNames = labelNames
        amounts = (builder.rating ?? builder.weight.column).map { NumberColumn(table.require($0)) }
    }

    var rowCount: Int { users.count }

    /// The label of a row, −1 where it has none.
    @inline(__always)
    func label(of row: Int) -> Int32 {
        guard let labels, labels.codes[row] >= 0 else { return -1 }
        return labelOfCode[Int(labels.codes[row])]
    }
}

extension Table {
    func require(_ name: String) -> Column {
        guard let column = self[name] else { preconditionFailure("the check let a table without \(name) pass") }
        return column
    }
}
