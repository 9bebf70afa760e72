/// Sums, differences and products of integers; overflow makes a row missing.
struct IntegerArithmeticSource: NumberSource {
    let arithmetic: Arithmetic
    let left: any NumberSource<Int64>
    let right: any NumberSource<Int64>

    func block(of rows: Range<Int>) -> NumberBlock<Int64> {
        let left = left.block(of: rows)
        let right = right.block(of: rows)
        let validity = left.validity.intersection(right.validity)
        return switch arithmetic {
        case .add: combine(left, right, validity) { $0.addingReportingOverflow($1) }
        case .subtract: combine(left, right, validity) { $0.subtractingReportingOverflow($1) }
        case .multiply: combine(left, right, validity) { $0.multipliedReportingOverflow(by: $1) }
        case .divide: preconditionFailure("a quotient is a float")
        }
    }

    @inline(__always)
    private func combine(
        _ left: NumberBlock<Int64>, _ right: NumberBlock<Int64>, _ validity: ValidityBlock,
        _ operation: (Int64, Int64) -> (partialValue: Int64, overflow: Bool)
    ) -> NumberBlock<Int64> {
        var overflowed: Set<Int> = []
        let values = [Int64](unsafeUninitializedCapacity: left.values.count) { buffer, count in
            for (row, (left, right)) in zip(left.values, right.values).enumerated() {
                let result = operation(left, right)
                buffer[row] = result.partialValue
                if result.overflow { overflowed.insert(row) }
            }
            count = left.values.count
        }
        var block = NumberBlock(values, validity)
        if !overflowed.isEmpty { block.validity.clear(among: values.count) { overflowed.contains($0) } }
        return block
    }
}

/// Sums, differences, products and quotients of doubles; a result that is not finite makes a row missing.
struct FloatArithmeticSource: NumberSource {
    let arithmetic: Arithmetic
    let left: any NumberSource<Double>
    let right: any NumberSource<Double>

    func block(of rows: Range<Int>) -> NumberBlock<Double> {
        let left = left.block(of: rows)
        let right = right.block(of: rows)
        let values =
            switch arithmetic {
            case .add: zip(left.values, right.values).map { $0 + $1 }
            case .subtract: zip(left.values, right.values).map { $0 - $1 }
            case .multiply: zip(left.values, right.values).map { $0 * $1 }
            case .divide: zip(left.values, right.values).map { $0 / $1 }
            }
        var block = NumberBlock(values, left.validity.intersection(right.validity))
        if values.contains(where: { !$0.isFinite }) {
            block.validity.clear(among: values.count) { !values[$0].isFinite }
        }
        return block
    }
}

/// The least integer has no negative; its row becomes missing.
struct NegatedIntegerSource: NumberSource {
    let operand: any NumberSource<Int64>

    func block(of rows: Range<Int>) -> NumberBlock<Int64> {
        var block = operand.block(of: rows)
        let values = Array(block.values)
        if values.contains(.min) { block.validity.clear(among: values.count) { values[$0] == .min } }
        return NumberBlock(values.map { 0 &- $0 }, block.validity)
    }
}

struct NegatedFloatSource: NumberSource {
    let operand: any NumberSource<Double>

    func block(of rows: Range<Int>) -> NumberBlock<Double> {
        let block = operand.block(of: rows)
        return NumberBlock(block.values.map { -$0 }, block.validity)
    }
}
