/// Whether numbers lie in a range.
struct RangeTruth<Value: Comparable & Sendable>: TruthSource {
    let operand: any NumberSource<Value>
    let range: ValueRange<Value>

    func truth(of rows: Range<Int>) -> TruthBlock {
        let numbers = operand.block(of: rows)
        var block = TruthBlock(count: rows.count) { truth in
            numbers.values.withUnsafeBufferPointer { values in
                let inside = Truth(!range.isNegated).rawValue
                let outside = Truth(range.isNegated).rawValue
                let (low, high) = (range.low, range.high)
                for row in 0..<truth.count {
                    let value = values[row]
                    truth[row] = (low <= value) && (value <= high) ? inside : outside
                }
            }
        }
        block.setUnknown(where: numbers.validity)
        return block
    }
}

/// Whether numbers equal one of several constants.
struct MemberTruth<Value: Hashable & Sendable>: TruthSource {
    let operand: any NumberSource<Value>
    let members: Set<Value>

    func truth(of rows: Range<Int>) -> TruthBlock {
        let numbers = operand.block(of: rows)
        var block = TruthBlock(count: rows.count) { truth in
            for (row, value) in numbers.values.enumerated() { truth[row] = Truth(members.contains(value)).rawValue }
        }
        block.setUnknown(where: numbers.validity)
        return block
    }
}

/// Compares numbers of one type with each other.
struct ComparisonTruth<Value: Comparable & Sendable>: TruthSource {
    let comparison: Comparison
    let left: any NumberSource<Value>
    let right: any NumberSource<Value>

    func truth(of rows: Range<Int>) -> TruthBlock {
        let left = left.block(of: rows)
        let right = right.block(of: rows)
        var block =
            switch comparison {
            case .equal: compare(left, right) { $0 == $1 }
            case .notEqual: compare(left, right) { $0 != $1 }
            case .less: compare(left, right) { $0 < $1 }
            case .lessOrEqual: compare(left, right) { $0 <= $1 }
            case .greater: compare(left, right) { $0 > $1 }
            case .greaterOrEqual: compare(left, right) { $0 >= $1 }
            }
        block.setUnknown(where: left.validity.intersection(right.validity))
        return block
    }

    @inline(__always)
    private func compare(
        _ left: NumberBlock<Value>, _ right: NumberBlock<Value>, _ holds: (Value, Value) -> Bool
    ) -> TruthBlock {
        TruthBlock(count: left.values.count) { truth in
            left.values.withUnsafeBufferPointer { left in
                right.values.withUnsafeBufferPointer { right in
                    for row in 0..<truth.count { truth[row] = holds(left[row], right[row]) ? 2 : 0 }
                }
            }
        }
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
