/// One word, literal or sign of an expression.
struct Token: Sendable, Equatable {
    enum Kind: Sendable, Equatable {
        case name(String)
        /// A name in double quotes: always a column, never a keyword.
        case quotedName(String)
        case string(String)
        /// Magnitudes up to 2^63, so that a minus in front can make the least `Int64`.
        case integer(UInt64)
        case float(Double)
        case keyword(Keyword)
        case comparison(Comparison)
        case arithmetic(Arithmetic)
        case leftParenthesis
        case rightParenthesis
        case comma
        case end
    }

    enum Keyword: String, CaseIterable, Sendable {
        case and, or, not
        case `in`
        case `true`, `false`
    }

    let kind: Kind
    let range: Range<Int>

    /// How the token is called in a message.
    var description: String {
        switch kind {
        case .name(let name): "`\(name)`"
        case .quotedName(let name): "`\"\(name)\"`"
        case .string(let string): "'\(string)'"
        case .integer(let magnitude): "`\(magnitude)`"
        case .float(let value): "`\(value)`"
        case .keyword(let keyword): "`\(keyword.rawValue)`"
        case .comparison(let comparison): "`\(comparison.rawValue)`"
        case .arithmetic(let arithmetic): "`\(arithmetic.rawValue)`"
        case .leftParenthesis: "`(`"
        case .rightParenthesis: "`)`"
        case .comma: "`,`"
        case .end: "the end of the expression"
        }
    }
}

enum Arithmetic: String, Sendable {
    case add = "+"
    case subtract = "-"
    case multiply = "*"
    case divide = "/"
}

enum Comparison: String, Sendable {
    case equal = "="
    case notEqual = "!="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="

    /// The comparison with its sides swapped: `a < b` says what `b > a` says.
    var mirrored: Comparison {
        switch self {
        case .equal, .notEqual: self
        case .less: .greater
        case .lessOrEqual: .greaterOrEqual
        case .greater: .less
        case .greaterOrEqual: .lessOrEqual
        }
    }

    /// Whether it is true of two values of which the first is less than, equal to or greater than the second.
    func holds(_ order: Order) -> Bool {
        switch self {
        case .equal: order == .same
        case .notEqual: order != .same
        case .less: order == .before
        case .lessOrEqual: order != .after
        case .greater: order == .after
        case .greaterOrEqual: order != .before
        }
    }
}

/// How two values lie to each other.
enum Order: Sendable {
    case before, same, after
}
