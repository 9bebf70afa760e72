/// A piece of a parsed expression: what was written, before any column is known.
struct SyntaxNode: Sendable {
    indirect enum Kind: Sendable {
        case integer(Int64)
        case float(Double)
        case string(String)
        case boolean(Bool)
        case column(String, isQuoted: Bool)
        case call(String, [SyntaxNode])
        case not(SyntaxNode)
        case negated(SyntaxNode)
        /// Two or more conditions joined by `and`.
        case all([SyntaxNode])
        /// Two or more conditions joined by `or`.
        case any([SyntaxNode])
        case comparison(Comparison, SyntaxNode, SyntaxNode)
        case arithmetic(Arithmetic, SyntaxNode, SyntaxNode)
        /// `value in (…)`.
        case member(SyntaxNode, [SyntaxNode])
    }

    let kind: Kind
    let range: Range<Int>
    /// Levels of nodes below and including this one, so recursion over the tree stays bounded.
    let height: Int

    init(_ kind: Kind, range: Range<Int>) {
        self.kind = kind
        self.range = range
        height = 1 + (Self.children(kind).map(\.height).max() ?? 0)
    }

    var children: [SyntaxNode] { Self.children(kind) }

    private static func children(_ kind: Kind) -> [SyntaxNode] {
        switch kind {
        case .integer, .float, .string, .boolean, .column: []
        case .not(let node), .negated(let node): [node]
        case .comparison(_, let left, let right), .arithmetic(_, let left, let right): [left, right]
        case .call(_, let nodes), .all(let nodes), .any(let nodes): nodes
        case .member(let node, let nodes): [node] + nodes
        }
    }
}
