/// Whether numbers lie in a range.
struct RangeTruth<Value: Comparable & Sendable>: TruthSource {
    let operand: any NumberSource<Value>
    let range: ValueRange<Value>

    func truth(of rows: Range<Int>) -> TruthBlock {
        let numbers = operand.block(of: rows)
        var block = TruthBlock(count: rows.count) { truth in
            numbers.values.withUnsafeBufferPointer { values in
                let (low, high) = (range.low, range.high)
                let flip: UInt8 = range.isNegated ? 1 : 0
                for row in 0..<truth.count {
                    truth[row] = Truth.known(bit(low <= values[row]) & bit(values[row] <= high) ^ flip)
                }
            }
        }
        block.setUnknown(where: numbers.validity)
        return block
    }
}

/// Whether numbers equal one of several constants.
struct MemberTruth<Value: Comparable & Sendable>: TruthSource {
    let operand: any NumberSource<Value>
    /// Ascending.
    let members: [Value]

    init(operand: any NumberSource<Value>, members: [Value]) {
        self.operand = operand
        self.members = members.sorted()
    }

    func truth(of rows: Range<Int>) -> TruthBlock {
        let numbers = operand.block(of: rows)
        var block = TruthBlock(count: rows.count) { truth in
            numbers.values.withUnsafeBufferPointer { values in
                members.withUnsafeBufferPointer { members in
                    for row in 0..<truth.count { truth[row] = Truth.known(bit(Self.contains(values[row], members))) }
                }
            }
        }
        block.setUnknown(where: numbers.validity)
        return block
    }

    /// Bisection without branches: the steps depend on the number of members alone.
    @inline(__always)
    private static func contains(_ value: Value, _ members: UnsafeBufferPointer<Value>) -> Bool {
        guard !members.isEmpty else { return false }
        var start = 0
        var count = members.count
        while count > 1 {
            let half = count / 2
            start += members[start + half] <= value ? half : 0
            count -= half
        }
        return members[start] == value
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
                    for row in 0..<truth.count { truth[row] = Truth.known(bit(holds(left[row], right[row]))) }
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
