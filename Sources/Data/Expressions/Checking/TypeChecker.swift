import Tables

/// Turns a syntax tree into a checked condition, collecting problems as it goes.
///
/// A part that has a problem yields nil, and what stands around it is then silent about it: one mistake, one message.
struct TypeChecker {
    let schema: TableSchema
    /// The expression's text, for quoting parts of it.
    let scalars: [Unicode.Scalar]
    private(set) var problems: [ExpressionProblem] = []

    init(schema: TableSchema, scalars: [Unicode.Scalar]) {
        self.schema = schema
        self.scalars = scalars
    }

    /// The whole expression, which must be a condition.
    mutating func predicate(_ root: SyntaxNode) -> Condition? {
        condition(root)
    }

    mutating func report(_ reason: ExpressionProblem.Reason, at node: SyntaxNode) {
        problems.append(ExpressionProblem(reason, at: node.range))
    }

    mutating func reportType(of node: SyntaxNode, _ operand: Operand, expected: String, hint: String? = nil) {
        report(.wrongType(found: describe(node, operand), expected: expected, hint: hint), at: node)
    }

    func describe(_ node: SyntaxNode, _ operand: Operand) -> String {
        let text = String(String.UnicodeScalarView(scalars[node.range]))
        let shown = text.unicodeScalars.count > 40 ? String(text.prefix(37)) + "…" : text
        return "`\(shown)`, which is \(operand.typeName)"
    }

    mutating func operand(_ node: SyntaxNode) -> Operand? {
        switch node.kind {
        case .integer(let value): .integer(.constant(value))
        case .float(let value): .float(.constant(value))
        case .string(let string): .text(.constant(string))
        case .boolean(let value): .condition(.constant(Truth(value)))
        case .column(let name, let isQuoted): column(name, isQuoted: isQuoted, node)
        case .call(let name, let arguments): call(name, arguments, node)
        case .not(let inner): condition(inner).map { .condition(.not($0)) }
        case .all(let nodes): conditions(nodes).map { .condition(.all($0)) }
        case .any(let nodes): conditions(nodes).map { .condition(.any($0)) }
        case .negated(let inner): negation(inner)
        case .arithmetic(let arithmetic, let left, let right): self.arithmetic(arithmetic, left, right)
        case .comparison(let comparison, let left, let right):
            self.comparison(comparison, left, right, node).map { .condition($0) }
        case .member(let value, let members): member(value, members).map { .condition($0) }
        }
    }

    private mutating func column(_ name: String, isQuoted: Bool, _ node: SyntaxNode) -> Operand? {
        guard let type = schema.type(of: name) else {
            let hint = hint(forUnknown: name, isQuoted: isQuoted)
            report(.unknownColumn(name, known: schema.names, hint: hint), at: node)
            return nil
        }
        return switch type {
        case .string: .text(.column(TextColumn(name: name)))
        case .int64: .integer(.column(name))
        case .float64: .float(.column(name))
        case .bool: .condition(.column(name))
        case .timestamp: .timestamp(.column(name))
        }
    }

    private func hint(forUnknown name: String, isQuoted: Bool) -> String? {
        if isQuoted { return "a string stands in single quotes: '\(name)'" }
        if ["null", "none", "nil", "missing"].contains(name.lowercased()) {
            return "missing cells are found by is_missing(column)"
        }
        return nil
    }

    mutating func condition(_ node: SyntaxNode) -> Condition? {
        guard let operand = operand(node) else { return nil }
        if case .condition(let condition) = operand { return condition }
        reportType(of: node, operand, expected: "a condition, such as a comparison")
        return nil
    }

    private mutating func conditions(_ nodes: [SyntaxNode]) -> [Condition]? {
        let checked = nodes.map { condition($0) }
        return checked.contains { $0 == nil } ? nil : checked.compactMap(\.self)
    }

    private mutating func negation(_ node: SyntaxNode) -> Operand? {
        guard let operand = operand(node) else { return nil }
        switch operand {
        case .integer(.constant(let value)) where value != .min: return .integer(.constant(-value))
        case .integer(let value): return .integer(.negated(value))
        case .float(.constant(let value)): return .float(.constant(-value))
        case .float(let value): return .float(.negated(value))
        case .condition, .timestamp, .text:
            reportType(of: node, operand, expected: "a number")
            return nil
        }
    }

    /// Two integers give an integer, except that a quotient is always a float.
    private mutating func arithmetic(_ arithmetic: Arithmetic, _ left: SyntaxNode, _ right: SyntaxNode) -> Operand? {
        let operands = (number(left), number(right))
        guard let left = operands.0, let right = operands.1 else { return nil }
        if arithmetic != .divide, case .integer(let left) = left, case .integer(let right) = right {
            return .integer(.arithmetic(arithmetic, left, right))
        }
        return .float(.arithmetic(arithmetic, left.asFloat, right.asFloat))
    }

    private mutating func number(_ node: SyntaxNode) -> NumberOperand? {
        guard let operand = operand(node) else { return nil }
        switch operand {
        case .integer(let value): return .integer(value)
        case .float(let value): return .float(value)
        case .condition, .timestamp, .text:
            reportType(of: node, operand, expected: "a number")
            return nil
        }
    }
}

/// A number of either kind.
private enum NumberOperand {
    case integer(IntegerOperand)
    case float(FloatOperand)

    var asFloat: FloatOperand {
        switch self {
        case .integer(let value): .converted(value)
        case .float(let value): value
        }
    }
}

extension Operand {
    var typeName: String {
        switch self {
        case .condition: "true or false"
        case .integer, .float: "a number"
        case .timestamp: "a timestamp"
        case .text: "a string"
        }
    }
}
