extension TypeChecker {
    /// Names are looked up without regard to case, as keywords are.
    mutating func call(_ name: String, _ arguments: [SyntaxNode], _ node: SyntaxNode) -> Operand? {
        guard let function = BuiltInFunction(rawValue: name.lowercased()) else {
            report(.unknownFunction(name, known: BuiltInFunction.allCases.map(\.rawValue)), at: node)
            return nil
        }
        guard arguments.count == function.argumentCount else {
            let reason = ExpressionProblem.Reason.wrongArgumentCount(
                function: function.rawValue, found: arguments.count, usage: function.usage)
            report(reason, at: node)
            return nil
        }
        switch function {
        case .isMissing: return operand(arguments[0]).map { .condition(.missing($0)) }
        case .lower: return text(arguments[0]).map { .text(lowered($0)) }
        case .length: return text(arguments[0]).map { .integer(length($0)) }
        case .startsWith: return test(arguments) { .startsWith($0) }
        case .endsWith: return test(arguments) { .endsWith($0) }
        case .contains: return test(arguments) { .contains($0) }
        case .matches: return test(arguments) { .matches($0) }
        }
    }

    private mutating func text(_ node: SyntaxNode) -> TextOperand? {
        guard let operand = operand(node) else { return nil }
        if case .text(let text) = operand { return text }
        reportType(of: node, operand, expected: "a string")
        return nil
    }

    private func lowered(_ text: TextOperand) -> TextOperand {
        switch text {
        case .constant(let constant): .constant(constant.lowercased())
        case .column(let column): .column(TextColumn(name: column.name, isLowered: true))
        }
    }

    private func length(_ text: TextOperand) -> IntegerOperand {
        switch text {
        case .constant(let constant): .constant(Int64(constant.unicodeScalars.count))
        case .column(let column): .length(column)
        }
    }

    /// A function of a text and a constant.
    private mutating func test(_ arguments: [SyntaxNode], _ make: (String) -> TextTest) -> Operand? {
        let operands = (text(arguments[0]), text(arguments[1]))
        guard let subject = operands.0, let argument = operands.1 else { return nil }
        guard case .constant(let constant) = argument else {
            report(.notConstant(describe(arguments[1], .text(argument)), expected: "a 'string'"), at: arguments[1])
            return nil
        }
        let test = make(constant)
        guard compiles(test, arguments[1]) else { return nil }
        return switch subject {
        case .column(let column): .condition(.textTest(column, test))
        case .constant(let constant): .condition(.constant(Truth(test.passes(constant))))
        }
    }

    /// Tries a regular expression, so that evaluation cannot fail.
    private mutating func compiles(_ test: TextTest, _ node: SyntaxNode) -> Bool {
        guard case .matches(let pattern) = test else { return true }
        do {
            _ = try TextTest.regex(pattern)
            return true
        } catch {
            report(.malformedPattern(pattern, cause: "\(error)"), at: node)
            return false
        }
    }

    /// `value in (…)`: true where the value equals a member, by the rules of `=`.
    mutating func member(_ value: SyntaxNode, _ members: [SyntaxNode]) -> Condition? {
        let subject = operand(value)
        let constants = members.compactMap { constant($0) }
        guard let subject, constants.count == members.count else { return nil }
        switch subject {
        case .text(let text): return gather(members, constants, subject, \.text).map { member(text, $0) }
        case .integer(let integer):
            return gather(members, constants, subject, \.number).map { .integerMember(integer, exactIntegers($0)) }
        case .float(let float):
            return gather(members, constants, subject, \.number).map { .floatMember(float, exactDoubles($0)) }
        case .timestamp(let timestamp):
            guard let texts = gather(members, constants, subject, \.text) else { return nil }
            let instants = zip(texts, members).map { self.timestamp($0, $1) }
            return instants.contains(nil) ? nil : .integerMember(timestamp, instants.compactMap(\.self))
        case .condition(let condition):
            return gather(members, constants, subject, \.truth).map { truths in
                .any(truths.map { .same(condition, .constant($0)) })
            }
        }
    }

    private func member(_ text: TextOperand, _ constants: [String]) -> Condition {
        switch text {
        case .column(let column): .textTest(column, .isOne(of: constants))
        case .constant(let constant): .constant(Truth(TextTest.isOne(of: constants).passes(constant)))
        }
    }

    private mutating func constant(_ node: SyntaxNode) -> Constant? {
        guard let operand = operand(node) else { return nil }
        switch operand {
        case .integer(.constant(let value)): return .integer(value)
        case .float(.constant(let value)): return .float(value)
        case .text(.constant(let text)): return .text(text)
        case .condition(.constant(let truth)): return .truth(truth)
        default:
            report(.notConstant(describe(node, operand), expected: "a value"), at: node)
            return nil
        }
    }

    /// All constants in the form the subject needs; complains of each that has another type.
    private mutating func gather<Form>(
        _ nodes: [SyntaxNode], _ constants: [Constant], _ subject: Operand, _ form: (Constant) -> Form?
    ) -> [Form]? {
        var forms: [Form] = []
        for (node, constant) in zip(nodes, constants) {
            if let form = form(constant) {
                forms.append(form)
            } else {
                reportType(of: node, constant.operand, expected: "\(subject.typeName) like the value before `in`")
            }
        }
        return forms.count == constants.count ? forms : nil
    }

    /// A fraction equals no integer, so it is left out.
    private func exactIntegers(_ numbers: [Constant.Number]) -> [Int64] {
        numbers.compactMap {
            switch $0 {
            case .integer(let value): value
            case .float(let value): Int64(exactly: value)
            }
        }
    }

    private func exactDoubles(_ numbers: [Constant.Number]) -> [Double] {
        numbers.compactMap {
            switch $0 {
            case .integer(let value): Double(exactly: value)
            case .float(let value): value
            }
        }
    }
}

/// A value written out in the expression.
private enum Constant {
    enum Number {
        case integer(Int64)
        case float(Double)
    }

    case integer(Int64)
    case float(Double)
    case text(String)
    case truth(Truth)

    var text: String? { if case .text(let text) = self { text } else { nil } }
    var truth: Truth? { if case .truth(let truth) = self { truth } else { nil } }

    var number: Number? {
        switch self {
        case .integer(let value): .integer(value)
        case .float(let value): .float(value)
        case .text, .truth: nil
        }
    }

    var operand: Operand {
        switch self {
        case .integer(let value): .integer(.constant(value))
        case .float(let value): .float(.constant(value))
        case .text(let text): .text(.constant(text))
        case .truth(let truth): .condition(.constant(truth))
        }
    }
}
