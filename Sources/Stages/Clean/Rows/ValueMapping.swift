import Tables

/// Which values become which, and what becomes of the others.
struct ValueMapping<Value: Sendable & Equatable>: Sendable {
    /// What becomes of a value.
    enum Outcome: Sendable {
        case unchanged
        case missing
        case value(Value)
    }

    /// Distinct values.
    let entries: [(value: Value, outcome: Outcome)]
    let fallback: Outcome

    private func result(_ outcome: Outcome, of value: Value) -> (value: Value?, isChanged: Bool) {
        switch outcome {
        case .unchanged: (value, false)
        case .missing: (nil, true)
        case .value(let other): (other, other != value)
        }
    }

    /// Rewrites a column by looking each cell up; also returns the cells changed.
    private func map(
        _ column: ValueColumn<Value>, zero: Value, _ outcome: (Value) -> Outcome
    ) -> (column: ValueColumn<Value>, changed: Int) {
        var cells = CellBuilder(zero: zero, capacity: column.count)
        var changed = 0
        for row in 0..<column.count {
            guard let value = column[row] else {
                cells.append(nil)
                continue
            }
            let (mapped, isChanged) = result(outcome(value), of: value)
            if isChanged { changed += 1 }
            cells.append(mapped)
        }
        return (cells.column, changed)
    }
}

extension ValueMapping where Value: Comparable & ExpressibleByIntegerLiteral {
    /// O(rows · log entries).
    func map(_ column: ValueColumn<Value>) -> (column: ValueColumn<Value>, changed: Int) {
        let sorted = entries.sorted { $0.value < $1.value }
        return map(column, zero: 0) { value in
            var low = 0
            var high = sorted.count
            while low < high {
                let middle = (low + high) / 2
                if sorted[middle].value < value { low = middle + 1 } else { high = middle }
            }
            return low < sorted.count && sorted[low].value == value ? sorted[low].outcome : fallback
        }
    }
}

extension ValueMapping<Bool> {
    func map(_ column: ValueColumn<Bool>) -> (column: ValueColumn<Bool>, changed: Int) {
        let outcomes = [false, true].map { flag in entries.first { $0.value == flag }?.outcome ?? fallback }
        return map(column, zero: false) { outcomes[$0 ? 1 : 0] }
    }
}

extension ValueMapping<String> {
    /// Strings are what their bytes are: each entry is looked up in the dictionary, each distinct string mapped once.
    func map(_ column: StringColumn) -> (column: StringColumn, changed: Int) {
        var outcomes = [Outcome](repeating: fallback, count: column.dictionary.count)
        for entry in entries {
            if let code = column.dictionary.code(of: entry.value) { outcomes[Int(code)] = entry.outcome }
        }
        return column.rewriting { code, string in result(outcomes[code], of: string).value }
    }
}
