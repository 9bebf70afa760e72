/// A truth value of Kleene's three-valued logic, as in SQL: a comparison with a missing cell is unknown.
///
/// The raw values are ordered so that `and` is the minimum, `or` the maximum, and `not` the difference from two.
enum Truth: UInt8, Sendable {
    case `false` = 0
    case unknown = 1
    case `true` = 2

    init(_ value: Bool) {
        self = value ? .true : .false
    }
}
