import Tables

extension TypeChecker {
    /// `left comparison right`; both sides are checked before either is complained of.
    mutating func comparison(
        _ comparison: Comparison, _ left: SyntaxNode, _ right: SyntaxNode, _ node: SyntaxNode
    ) -> Condition? {
        let operands = (operand(left), operand(right))
        guard let leftOperand = operands.0, let rightOperand = operands.1 else { return nil }
        switch (leftOperand, rightOperand) {
        case (.integer(let left), .integer(let right)): return compare(comparison, left, right)
        case (.float(let left), .float(let right)): return compare(comparison, left, right)
        case (.integer(let left), .float(let right)): return compare(comparison, left, right)
        case (.float(let left), .integer(let right)): return compare(comparison.mirrored, right, left)
        case (.timestamp(let left), .timestamp(let right)): return compare(comparison, left, right)
        case (.timestamp(let left), .text(.constant(let text))):
            return timestamp(text, right).map { .integerWithin(left, ValueRange(comparison, $0)) }
        case (.text(.constant(let text)), .timestamp(let right)):
            return timestamp(text, left).map { .integerWithin(right, ValueRange(comparison.mirrored, $0)) }
        case (.text(let left), .text(let right)): return compare(comparison, left, right)
        case (.condition(let left), .condition(let right)):
            return compare(comparison, left, right, node)
        default:
            let hint = quotingHint(left, leftOperand, right, rightOperand)
            reportType(of: right, rightOperand, expected: expectation(leftOperand), hint: hint)
            return nil
        }
    }

    private func expectation(_ operand: Operand) -> String {
        if case .timestamp = operand { return "a timestamp such as '2011-12-01' to compare with" }
        return "\(operand.typeName) to compare with \(operand.typeName)"
    }

    /// Says what to do about a number compared with a string, the commonest slip.
    private func quotingHint(_ left: SyntaxNode, _ leftOperand: Operand, _ right: SyntaxNode, _ rightOperand: Operand)
        -> String?
    {
        switch (leftOperand, rightOperand, left.kind, right.kind) {
        case (.integer, .text, _, .string(let text)), (.float, .text, _, .string(let text)),
            (.text, .integer, .string(let text), _), (.text, .float, .string(let text), _):
            Double(text) == nil ? nil : "a number stands without quotes: \(text)"
        case (.text, .integer, _, .integer(let value)), (.integer, .text, .integer(let value), _):
            "a string stands in single quotes: '\(value)'"
        default: nil
        }
    }

    mutating func timestamp(_ text: String, _ node: SyntaxNode) -> Int64? {
        guard let microseconds = ISO8601Timestamp.microseconds(text) else {
            report(.malformedTimestamp(text), at: node)
            return nil
        }
        return microseconds
    }

    private func compare(_ comparison: Comparison, _ left: IntegerOperand, _ right: IntegerOperand) -> Condition {
        switch (left, right) {
        case (_, .constant(let constant)): .integerWithin(left, ValueRange(comparison, constant))
        case (.constant(let constant), _): .integerWithin(right, ValueRange(comparison.mirrored, constant))
        default: .integerComparison(comparison, left, right)
        }
    }

    private func compare(_ comparison: Comparison, _ left: FloatOperand, _ right: FloatOperand) -> Condition {
        switch (left, right) {
        case (_, .constant(let constant)): .floatWithin(left, ValueRange(comparison, constant))
        case (.constant(let constant), _): .floatWithin(right, ValueRange(comparison.mirrored, constant))
        default: .floatComparison(comparison, left, right)
        }
    }

    private func compare(_ comparison: Comparison, _ left: IntegerOperand, _ right: FloatOperand) -> Condition {
        switch (left, right) {
        case (_, .constant(let constant)): .integerWithin(left, ValueRange(comparison, constant))
        case (.constant(let constant), _): .floatWithin(right, ValueRange(comparison.mirrored, constant))
        default: .mixedComparison(comparison, left, right)
        }
    }

    private func compare(_ comparison: Comparison, _ left: TextOperand, _ right: TextOperand) -> Condition {
        switch (left, right) {
        case (.column(let left), .column(let right)): .textComparison(comparison, left, right)
        case (.column(let column), .constant(let constant)): .textTest(column, .compares(comparison, constant))
        case (.constant(let constant), .column(let column)):
            .textTest(column, .compares(comparison.mirrored, constant))
        case (.constant(let left), .constant(let right)):
            .constant(Truth(TextTest.compares(comparison, right).passes(left)))
        }
    }

    private mutating func compare(
        _ comparison: Comparison, _ left: Condition, _ right: Condition, _ node: SyntaxNode
    ) -> Condition? {
        switch comparison {
        case .equal: return .same(left, right)
        case .notEqual: return .not(.same(left, right))
        case .less, .lessOrEqual, .greater, .greaterOrEqual:
            let found = "`\(comparison.rawValue)` between two conditions"
            report(.wrongType(found: found, expected: "`=` or `!=`", hint: nil), at: node)
            return nil
        }
    }
}
