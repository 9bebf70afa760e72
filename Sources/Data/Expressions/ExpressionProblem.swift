/// One thing wrong with an expression, and where.
public struct ExpressionProblem: Error, Sendable, Equatable {
    public enum Reason: Sendable, Equatable {
        case empty
        case tooLong(length: Int, limit: Int)
        case tooDeep(limit: Int)
        case unexpectedCharacter(Unicode.Scalar, hint: String?)
        case unterminated(String)
        case malformedNumber(String, expected: String)
        case unexpected(found: String, expected: String)
        case chainedComparison
        case unknownColumn(String, known: [String], hint: String?)
        case unknownFunction(String, known: [String])
        case wrongArgumentCount(function: String, found: Int, usage: String)
        case wrongType(found: String, expected: String, hint: String?)
        case notConstant(String, expected: String)
        case malformedTimestamp(String)
        case malformedPattern(String, cause: String)
    }

    public let reason: Reason
    /// The characters concerned, as offsets into the expression, counted in Unicode scalars from zero.
    public let range: Range<Int>

    /// Where the problem starts, counted in Unicode scalars from one.
    public var column: Int { range.lowerBound + 1 }

    init(_ reason: Reason, at range: Range<Int>) {
        self.reason = reason
        self.range = range
    }

    /// What was found and what was expected; without the place, and without the nearest of `unknownName`.
    public var message: String {
        switch reason {
        case .empty:
            "the expression is empty; expected a condition such as quantity > 0"
        case .tooLong(let length, let limit):
            "the expression has \(length) characters; at most \(limit) are read"
        case .tooDeep(let limit):
            "the expression nests deeper than \(limit) levels; split it into several filters"
        case .unexpectedCharacter(let scalar, let hint):
            "unexpected character `\(scalar)`\(Self.tail(hint))"
        case .unterminated(let what):
            "this \(what) is never closed"
        case .malformedNumber(let text, let expected):
            "`\(text)` is not a number that can be used here; expected \(expected)"
        case .unexpected(let found, let expected):
            "found \(found), expected \(expected)"
        case .chainedComparison:
            "comparisons do not chain; write a < b and b < c"
        case .unknownColumn(let name, _, let hint):
            "no column is called `\(name)`\(Self.tail(hint))"
        case .unknownFunction(let name, _):
            "no function is called `\(name)`"
        case .wrongArgumentCount(let function, let found, let usage):
            "`\(function)` got \(found) argument\(found == 1 ? "" : "s"); it is used as \(usage)"
        case .wrongType(let found, let expected, let hint):
            "found \(found), expected \(expected)\(Self.tail(hint))"
        case .notConstant(let found, let expected):
            "found \(found), expected \(expected) written out, not taken from a column"
        case .malformedTimestamp(let text):
            "'\(text)' is not a timestamp; expected ISO 8601 such as '2011-12-01' or '2011-12-01T08:26:00Z'"
        case .malformedPattern(let pattern, let cause):
            "'\(pattern)' is not a regular expression: \(cause)"
        }
    }

    /// A name that is not known and the names that are, for suggesting the nearest; nil for other problems.
    public var unknownName: (found: String, known: [String])? {
        switch reason {
        case .unknownColumn(let name, let known, _), .unknownFunction(let name, let known): (name, known)
        default: nil
        }
    }

    private static func tail(_ hint: String?) -> String {
        hint.map { "; \($0)" } ?? ""
    }
}
