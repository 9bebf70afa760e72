import Tables

/// Yields truth values block by block; blocks start at multiples of 64.
protocol TruthSource: Sendable {
    func truth(of rows: Range<Int>) -> TruthBlock
}

struct ConstantTruth: TruthSource {
    let truth: Truth

    func truth(of rows: Range<Int>) -> TruthBlock {
        TruthBlock(repeating: truth, count: rows.count)
    }
}

struct ColumnTruth: TruthSource {
    let column: ValueColumn<Bool>

    func truth(of rows: Range<Int>) -> TruthBlock {
        var block = TruthBlock(count: rows.count) { truth in
            for (row, value) in column.values[rows].enumerated() { truth[row] = Truth(value).rawValue }
        }
        block.setUnknown(where: ValidityBlock(column.validity, rows: rows))
        return block
    }
}

struct NegatedTruth: TruthSource {
    let operand: any TruthSource

    func truth(of rows: Range<Int>) -> TruthBlock {
        var block = operand.truth(of: rows)
        block.negate()
        return block
    }
}

/// All or any of several conditions.
struct JunctionTruth: TruthSource {
    let first: any TruthSource
    let others: [any TruthSource]
    let isConjunction: Bool

    func truth(of rows: Range<Int>) -> TruthBlock {
        var block = first.truth(of: rows)
        for other in others {
            if isConjunction {
                block.formAnd(other.truth(of: rows))
            } else {
                block.formOr(other.truth(of: rows))
            }
        }
        return block
    }
}

struct SameTruth: TruthSource {
    let left: any TruthSource
    let right: any TruthSource

    func truth(of rows: Range<Int>) -> TruthBlock {
        var block = left.truth(of: rows)
        block.formSame(right.truth(of: rows))
        return block
    }
}

struct UnknownTruth: TruthSource {
    let operand: any TruthSource

    func truth(of rows: Range<Int>) -> TruthBlock {
        var block = operand.truth(of: rows)
        block.askUnknown()
        return block
    }
}

struct MissingNumberTruth<Value: Sendable>: TruthSource {
    let operand: any NumberSource<Value>

    func truth(of rows: Range<Int>) -> TruthBlock {
        var block = TruthBlock(repeating: .false, count: rows.count)
        block.setUnknown(where: operand.block(of: rows).validity)
        block.askUnknown()
        return block
    }
}
