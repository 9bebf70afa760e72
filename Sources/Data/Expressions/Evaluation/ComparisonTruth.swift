/// Whether numbers lie in a range.
struct RangeTruth<Value: RowNumber>: TruthSource {
    let operand: any NumberSource<Value>
    let range: ValueRange<Value>

    func truth(of rows: Range<Int>) -> TruthBlock {
        let numbers = operand.block(of: rows)
        var block = TruthBlock(count: rows.count) { Value.fill($0, whether: numbers.values, lieIn: range) }
        block.setUnknown(where: numbers.validity)
        return block
    }
}

/// Whether numbers equal one of several constants.
struct MemberTruth<Value: RowNumber>: TruthSource {
    let operand: any NumberSource<Value>
    /// Ascending.
    let members: [Value]

    init(operand: any NumberSource<Value>, members: [Value]) {
        self.operand = operand
        self.members = members.sorted()
    }

    func truth(of rows: Range<Int>) -> TruthBlock {
        let numbers = operand.block(of: rows)
        var block = TruthBlock(count: rows.count) { Value.fill($0, whether: numbers.values, areAmong: members) }
        block.setUnknown(where: numbers.validity)
        return block
    }
}

/// Compares numbers of one type with each other.
struct ComparisonTruth<Value: RowNumber>: TruthSource {
    let comparison: Comparison
    let left: any NumberSource<Value>
    let right: any NumberSource<Value>

    func truth(of rows: Range<Int>) -> TruthBlock {
        let left = left.block(of: rows)
        let right = right.block(of: rows)
        var block = TruthBlock(count: rows.count) { Value.fill($0, whether: left.values, comparison, right.values) }
        block.setUnknown(where: left.validity.intersection(right.validity))
        return block
    }
}

/// Compares integers with doubles, rounding neither.
struct MixedComparisonTruth: TruthSource {
    let comparison: Comparison
    let integers: any NumberSource<Int64>
    let doubles: any NumberSource<Double>

    func truth(of rows: Range<Int>) -> TruthBlock {
        let left = integers.block(of: rows)
        let right = doubles.block(of: rows)
        var block = TruthBlock(count: rows.count) { truth in
            for (row, (integer, double)) in zip(left.values, right.values).enumerated() {
                // A missing row may hold any garbage, which `Order` need not understand.
                let order = double.isFinite ? Order(of: integer, to: double) : .same
                truth[row] = Truth(comparison.holds(order)).rawValue
            }
        }
        block.setUnknown(where: left.validity.intersection(right.validity))
        return block
    }
}
