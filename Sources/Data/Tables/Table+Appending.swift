extension Table {
    /// The rows of this table, then those of another with the same columns. O(rows · columns + distinct strings).
    ///
    /// - Precondition: both have columns of the same names and types, in any order.
    public func appending(_ other: Table) -> Table {
        precondition(schema.names.count == other.schema.names.count, "both tables have the same columns")
        return Table(
            columns: zip(schema.names, columns).map { name, column in
                guard let added = other[name] else { preconditionFailure("the other table lacks \(name)") }
                return (name, column.appending(added))
            })
    }
}

extension Column {
    fileprivate func appending(_ other: Column) -> Column {
        switch (self, other) {
        case (.string(let first), .string(let second)): .string(first.appending(second))
        case (.int64(let first), .int64(let second)): .int64(first.appending(second))
        case (.float64(let first), .float64(let second)): .float64(first.appending(second))
        case (.bool(let first), .bool(let second)): .bool(first.appending(second))
        case (.timestamp(let first), .timestamp(let second)): .timestamp(first.appending(second))
        default: preconditionFailure("a column of \(type) and one of \(other.type)")
        }
    }
}

extension ValueColumn {
    fileprivate func appending(_ other: ValueColumn) -> ValueColumn {
        let values = values + other.values
        guard validity != nil || other.validity != nil else { return ValueColumn(values: values) }
        let isPresent = (0..<count).map(isPresent) + (0..<other.count).map(other.isPresent)
        return ValueColumn(values: values, validity: Bitmap(isPresent))
    }
}

extension StringColumn {
    fileprivate func appending(_ other: StringColumn) -> StringColumn {
        let (dictionary, codes) = StringDictionary.encoding(self.dictionary.strings + other.dictionary.strings)
        let distinct = self.dictionary.count
        let first = self.codes.map { $0 < 0 ? Self.missing : codes[Int($0)] }
        let second = other.codes.map { $0 < 0 ? Self.missing : codes[distinct + Int($0)] }
        return StringColumn(codes: first + second, dictionary: dictionary)
    }
}
