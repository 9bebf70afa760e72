/// What can go wrong with numbers that come from data or settings. Shape mistakes in code are preconditions instead.
public enum LinearAlgebraError: Error, Equatable, Sendable, CustomStringConvertible {
    /// A Cholesky factorisation met a pivot that is not positive. `row` is the user or item row whose system failed
    /// (nil for a matrix that belongs to no row), `pivot` the one-based order of the failing leading minor.
    case notPositiveDefinite(row: Int?, pivot: Int, order: Int)

    /// An argument outside what the operation can do.
    case invalidArgument(operation: String, found: String, expected: String, remedy: String)

    /// Where, what was found, what was expected, what to do.
    public var description: String {
        switch self {
        case .notPositiveDefinite(let row, let pivot, let order):
            let place = row.map { "row \($0): " } ?? ""
            return """
                \(place)the \(order) × \(order) system is not positive definite (pivot \(pivot) is zero, negative or \
                not a number); expected every pivot above zero. Raise `regularization`, and check the weights for \
                negative or non-finite values.
                """
        case .invalidArgument(let operation, let found, let expected, let remedy):
            return "\(operation): found \(found), expected \(expected). \(remedy)"
        }
    }
}
