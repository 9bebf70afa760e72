import LinearAlgebra
import Tables

/// Joins a checked condition with the columns of one table, asking what is asked per distinct string right away.
struct Binder {
    let table: Table
    let pool: WorkerPool

    func bind(_ condition: Condition) throws -> any TruthSource {
        switch condition {
        case .constant(let truth): ConstantTruth(truth: truth)
        case .column(let name): ColumnTruth(column: boolColumn(name))
        case .not(let inner): NegatedTruth(operand: try bind(inner))
        case .all(let conditions): try junction(conditions, isConjunction: true)
        case .any(let conditions): try junction(conditions, isConjunction: false)
        case .same(let left, let right): SameTruth(left: try bind(left), right: try bind(right))
        case .missing(let operand): try missing(operand)
        case .integerWithin(let operand, let range): RangeTruth(operand: try bind(operand), range: range)
        case .floatWithin(let operand, let range): RangeTruth(operand: try bind(operand), range: range)
        case .integerComparison(let comparison, let left, let right):
            ComparisonTruth(comparison: comparison, left: try bind(left), right: try bind(right))
        case .floatComparison(let comparison, let left, let right):
            ComparisonTruth(comparison: comparison, left: try bind(left), right: try bind(right))
        case .mixedComparison(let comparison, let left, let right):
            MixedComparisonTruth(comparison: comparison, integers: try bind(left), doubles: try bind(right))
        case .integerMember(let operand, let members):
            MemberTruth(operand: try bind(operand), members: members)
        case .floatMember(let operand, let members): MemberTruth(operand: try bind(operand), members: members)
        case .textTest(let column, let test): try bind(column, test)
        case .textComparison(let comparison, let left, let right): compare(comparison, left, right)
        }
    }

    private func junction(_ conditions: [Condition], isConjunction: Bool) throws -> any TruthSource {
        guard let first = conditions.first else { return ConstantTruth(truth: Truth(isConjunction)) }
        return JunctionTruth(
            first: try bind(first), others: try conditions.dropFirst().map { try bind($0) },
            isConjunction: isConjunction)
    }

    private func missing(_ operand: Operand) throws -> any TruthSource {
        switch operand {
        case .condition(let condition): UnknownTruth(operand: try bind(condition))
        case .integer(let integer), .timestamp(let integer): MissingNumberTruth(operand: try bind(integer))
        case .float(let float): MissingNumberTruth(operand: try bind(float))
        case .text(.constant): ConstantTruth(truth: .false)
        case .text(.column(let column)): MissingTextTruth(codes: stringColumn(column.name).codes)
        }
    }

    private func bind(_ operand: IntegerOperand) throws -> any NumberSource<Int64> {
        switch operand {
        case .constant(let value): ConstantSource(value: value)
        case .column(let name): ColumnSource(column: integerColumn(name))
        case .length(let column): try lengths(column)
        case .negated(let inner): NegatedIntegerSource(operand: try bind(inner))
        case .arithmetic(let arithmetic, let left, let right):
            IntegerArithmeticSource(arithmetic: arithmetic, left: try bind(left), right: try bind(right))
        }
    }

    private func bind(_ operand: FloatOperand) throws -> any NumberSource<Double> {
        switch operand {
        case .constant(let value): ConstantSource(value: value)
        case .column(let name): ColumnSource(column: floatColumn(name))
        case .converted(let integers): ConvertedSource(integers: try bind(integers))
        case .negated(let inner): NegatedFloatSource(operand: try bind(inner))
        case .arithmetic(let arithmetic, let left, let right):
            FloatArithmeticSource(arithmetic: arithmetic, left: try bind(left), right: try bind(right))
        }
    }

    func stringColumn(_ name: String) -> StringColumn {
        guard case .string(let column)? = table[name] else { mismatch(name, .string) }
        return column
    }

    private func integerColumn(_ name: String) -> ValueColumn<Int64> {
        switch table[name] {
        case .int64(let column), .timestamp(let column): column
        default: mismatch(name, .int64)
        }
    }

    private func floatColumn(_ name: String) -> ValueColumn<Double> {
        guard case .float64(let column)? = table[name] else { mismatch(name, .float64) }
        return column
    }

    private func boolColumn(_ name: String) -> ValueColumn<Bool> {
        guard case .bool(let column)? = table[name] else { mismatch(name, .bool) }
        return column
    }

    private func mismatch(_ name: String, _ type: ColumnType) -> Never {
        preconditionFailure("the column \(name) is not the \(type.rawValue) column the expression was checked with")
    }
}
