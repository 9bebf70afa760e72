/// Everything found wrong with an expression, in order of position.
public struct ExpressionError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The expression as it was written.
    public let text: String
    /// At least one.
    public let problems: [ExpressionProblem]

    init(text: String, problems: [ExpressionProblem]) {
        self.text = text
        self.problems = problems.sorted { $0.range.lowerBound < $1.range.lowerBound }
    }

    /// One line per problem: `column 9: no column is called …`.
    public var description: String {
        problems.map { "column \($0.column): \($0.message)" }.joined(separator: "\n")
    }
}
