/// Builds the syntax tree by precedence climbing.
///
/// From loosest to tightest: `or`; `and`; `not`; comparisons, `in`, `matches` (these do not chain); `+ -`; `* /`;
/// unary minus. The first syntax error ends the parse, since what follows it is guesswork.
struct Parser {
    /// Levels of nesting accepted; every level costs a few stack frames here, in the checker and in evaluation.
    static let maximumDepth = 200

    private enum Precedence: Int, Comparable {
        case or, and, not, comparison, sum, product, unary

        static func < (left: Precedence, right: Precedence) -> Bool { left.rawValue < right.rawValue }

        var tighter: Precedence { Precedence(rawValue: rawValue + 1) ?? .unary }
    }

    private let tokens: [Token]
    private var position = 0
    private var depth = 0

    static func parse(_ tokens: [Token]) throws(ExpressionProblem) -> SyntaxNode {
        var parser = Parser(tokens: tokens)
        let node = try parser.expression(from: .or)
        guard parser.current.kind == .end else { throw parser.unexpected(parser.expectedOperator) }
        return node
    }

    private init(tokens: [Token]) {
        self.tokens = tokens
    }

    private var current: Token { tokens[position] }

    private mutating func advance() {
        if current.kind != .end { position += 1 }
    }

    private func unexpected(_ expected: String) -> ExpressionProblem {
        ExpressionProblem(.unexpected(found: current.description, expected: expected), at: current.range)
    }

    /// What could have followed a complete value, in the words of whoever thought of another language.
    private var expectedOperator: String {
        guard case .name(let name) = current.kind else {
            return "an operator such as `and`, or the end of the expression"
        }
        return switch name.lowercased() {
        case "is": "an operator; missing cells are found by is_missing(column)"
        case "like": "an operator; text is tested by starts_with, ends_with, contains and matches"
        case "between": "an operator; a range is written column >= 1 and column <= 9"
        default: "an operator such as `and`, or the end of the expression"
        }
    }

    /// An expression whose operators all bind at least as tightly as `lowest`.
    private mutating func expression(from lowest: Precedence) throws(ExpressionProblem) -> SyntaxNode {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.maximumDepth else { throw tooDeep(at: current.range) }
        var left = try prefix(from: lowest)
        while let precedence = infixPrecedence(), precedence >= lowest {
            left = try infix(after: left, precedence)
            guard left.height <= Self.maximumDepth else { throw tooDeep(at: left.range) }
        }
        return left
    }

    private func tooDeep(at range: Range<Int>) -> ExpressionProblem {
        ExpressionProblem(.tooDeep(limit: Self.maximumDepth), at: range)
    }

    /// How tightly the operator at hand binds; nil where there is none.
    private func infixPrecedence() -> Precedence? {
        switch current.kind {
        case .keyword(.or): .or
        case .keyword(.and): .and
        case .keyword(.in), .comparison: .comparison
        case .keyword(.not): isNegatedTest ? .comparison : nil
        case .name: isMatches(current) ? .comparison : nil
        case .arithmetic(.add), .arithmetic(.subtract): .sum
        case .arithmetic(.multiply), .arithmetic(.divide): .product
        default: nil
        }
    }

    /// `not in` or `not matches`, where a value stands before.
    private var isNegatedTest: Bool {
        let next = tokens[position + 1]
        return next.kind == .keyword(.in) || isMatches(next)
    }

    private func isMatches(_ token: Token) -> Bool {
        if case .name(let name) = token.kind { name.lowercased() == "matches" } else { false }
    }

    private mutating func infix(
        after left: SyntaxNode, _ precedence: Precedence
    ) throws(ExpressionProblem) -> SyntaxNode {
        let sign = current
        switch sign.kind {
        case .keyword(.or), .keyword(.and):
            return try junction(after: left, precedence)
        case .arithmetic(let arithmetic):
            advance()
            let right = try expression(from: precedence.tighter)
            return SyntaxNode(.arithmetic(arithmetic, left, right), range: span(left, right))
        default:
            let node = try test(after: left)
            if infixPrecedence() == .comparison { throw ExpressionProblem(.chainedComparison, at: current.range) }
            return node
        }
    }

    /// A chain of one junction becomes one node, so that a long list of alternatives is not a deep tree.
    private mutating func junction(
        after first: SyntaxNode, _ precedence: Precedence
    ) throws(ExpressionProblem) -> SyntaxNode {
        var nodes = [first]
        while infixPrecedence() == precedence {
            advance()
            nodes.append(try expression(from: precedence.tighter))
        }
        let range = first.range.lowerBound..<nodes[nodes.count - 1].range.upperBound
        return SyntaxNode(precedence == .or ? .any(nodes) : .all(nodes), range: range)
    }

    /// A comparison, `in` or `matches`, possibly negated.
    private mutating func test(after left: SyntaxNode) throws(ExpressionProblem) -> SyntaxNode {
        if case .comparison(let comparison) = current.kind {
            advance()
            let right = try expression(from: .sum)
            return SyntaxNode(.comparison(comparison, left, right), range: span(left, right))
        }
        let isNegated = current.kind == .keyword(.not)
        if isNegated { advance() }
        let node: SyntaxNode
        if current.kind == .keyword(.in) {
            advance()
            let (members, end) = try list(of: "in")
            node = SyntaxNode(.member(left, members), range: left.range.lowerBound..<end)
        } else {
            advance()
            let right = try expression(from: .sum)
            node = SyntaxNode(.call("matches", [left, right]), range: span(left, right))
        }
        return isNegated ? SyntaxNode(.not(node), range: node.range) : node
    }

    private func span(_ left: SyntaxNode, _ right: SyntaxNode) -> Range<Int> {
        left.range.lowerBound..<right.range.upperBound
    }

    private mutating func prefix(from lowest: Precedence) throws(ExpressionProblem) -> SyntaxNode {
        let start = current.range.lowerBound
        switch current.kind {
        case .keyword(.not) where lowest <= .not:
            advance()
            let node = try expression(from: .not)
            return SyntaxNode(.not(node), range: start..<node.range.upperBound)
        case .arithmetic(.subtract):
            advance()
            if case .integer(let magnitude) = current.kind {
                let range = start..<current.range.upperBound
                advance()
                return SyntaxNode(.integer(Int64(truncatingIfNeeded: 0 &- magnitude)), range: range)
            }
            let node = try expression(from: .unary)
            return SyntaxNode(.negated(node), range: start..<node.range.upperBound)
        default:
            return try primary()
        }
    }

    private mutating func primary() throws(ExpressionProblem) -> SyntaxNode {
        let token = current
        let kind: SyntaxNode.Kind
        switch token.kind {
        case .integer(let magnitude): kind = .integer(try positive(magnitude, at: token.range))
        case .float(let value): kind = .float(value)
        case .string(let string): kind = .string(string)
        case .keyword(.true): kind = .boolean(true)
        case .keyword(.false): kind = .boolean(false)
        case .quotedName(let name): kind = .column(name, isQuoted: true)
        case .name(let name):
            if tokens[position + 1].kind == .leftParenthesis { return try call(name, from: token) }
            kind = .column(name, isQuoted: false)
        case .leftParenthesis:
            return try parenthesized()
        default:
            throw unexpected("a column, a number, a 'string', a function or `(`")
        }
        advance()
        return SyntaxNode(kind, range: token.range)
    }

    private func positive(_ magnitude: UInt64, at range: Range<Int>) throws(ExpressionProblem) -> Int64 {
        guard let value = Int64(exactly: magnitude) else {
            let expected = "digits that fit 64 bits, or a decimal point"
            throw ExpressionProblem(.malformedNumber(String(magnitude), expected: expected), at: range)
        }
        return value
    }

    /// The range of a parenthesized expression takes in its parentheses.
    private mutating func parenthesized() throws(ExpressionProblem) -> SyntaxNode {
        let start = current.range.lowerBound
        advance()
        let node = try expression(from: .or)
        guard current.kind == .rightParenthesis else { throw unexpected("an operator or `)`") }
        let end = current.range.upperBound
        advance()
        return SyntaxNode(node.kind, range: start..<end)
    }

    private mutating func call(_ name: String, from token: Token) throws(ExpressionProblem) -> SyntaxNode {
        advance()
        let (arguments, end) = try list(of: name)
        return SyntaxNode(.call(name, arguments), range: token.range.lowerBound..<end)
    }

    /// `(a, b, …)` with at least one entry, and where it ends.
    private mutating func list(of owner: String) throws(ExpressionProblem) -> ([SyntaxNode], end: Int) {
        guard current.kind == .leftParenthesis else { throw unexpected("`(` after `\(owner)`") }
        var nodes: [SyntaxNode] = []
        repeat {
            advance()
            nodes.append(try expression(from: .or))
        } while current.kind == .comma
        guard current.kind == .rightParenthesis else { throw unexpected("`,` or `)`") }
        let end = current.range.upperBound
        advance()
        return (nodes, end)
    }
}
