import Tables

/// Ids as strings, which is how they compare, sort and leave.
enum IdentifierColumn {
    static let types: [ColumnType] = [.string, .int64]

    /// The column itself, or its whole numbers in decimal. O(rows · log rows) for numbers.
    ///
    /// - Precondition: the column's type is one of `types`.
    static func strings(_ column: Column) -> StringColumn {
        switch column {
        case .string(let strings): return strings
        case .int64(let numbers): return decimal(numbers)
        default: preconditionFailure("the check let a column of type \(column.type) pass for ids")
        }
    }

    private static func decimal(_ column: ValueColumn<Int64>) -> StringColumn {
        var distinct: [Int64] = []
        for number in column.values.sorted() where distinct.last != number { distinct.append(number) }
        let (dictionary, codeOfRank) = StringDictionary.encoding(distinct.map { String($0) })
        let codes = column.values.indices.map { row in
            column.isPresent(row) ? codeOfRank[rank(of: column.values[row], in: distinct)] : StringColumn.missing
        }
        return StringColumn(codes: codes, dictionary: dictionary)
    }

    private static func rank(of number: Int64, in sorted: [Int64]) -> Int {
        var low = 0
        var high = sorted.count
        while low < high {
            let middle = (low + high) / 2
            if sorted[middle] < number { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
