import Tables

/// A condition over the columns of a table, as a user writes it: `quantity > 0 and not starts_with(invoice, 'C')`.
///
/// Parsing needs no table. Checking against a schema finds every wrong name and type; the checked predicate is then
/// evaluated on tables of that schema. `Documentation/Expressions.md` describes the language.
public struct RowExpression: Sendable {
    /// The expression as it was written.
    public let text: String
    let root: SyntaxNode

    /// The condition every row meets.
    public static let always = RowExpression(text: "true", root: SyntaxNode(.boolean(true), range: 0..<4))

    /// Unicode scalars accepted.
    public static let maximumLength = 65_536

    /// Parses `text`, or says where the first syntax error is and what was expected there.
    public static func parse(_ text: String) throws(ExpressionError) -> RowExpression {
        let scalars = Array(text.unicodeScalars)
        do throws(ExpressionProblem) {
            guard scalars.count <= maximumLength else {
                throw ExpressionProblem(.tooLong(length: scalars.count, limit: maximumLength), at: 0..<scalars.count)
            }
            let tokens = try Lexer.tokens(scalars)
            guard tokens.count > 1 else { throw ExpressionProblem(.empty, at: 0..<scalars.count) }
            return RowExpression(text: text, root: try Parser.parse(tokens))
        } catch {
            throw ExpressionError(text: text, problems: [error])
        }
    }

    /// The columns the expression names, each once, in the order of their first mention.
    public var columnNames: [String] {
        var names: [String] = []
        func collect(_ node: SyntaxNode) {
            if case .column(let name, _) = node.kind, !names.contains(name) { names.append(name) }
            node.children.forEach(collect)
        }
        collect(root)
        return names
    }

    /// Resolves names and types against `schema`; reports every problem that does not follow from another.
    public func check(against schema: TableSchema) throws(ExpressionError) -> CheckedPredicate {
        var checker = TypeChecker(schema: schema, scalars: Array(text.unicodeScalars))
        guard let condition = checker.predicate(root), checker.problems.isEmpty else {
            throw ExpressionError(text: text, problems: checker.problems)
        }
        return CheckedPredicate(text: text, columnNames: columnNames, condition: condition)
    }
}
