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

    /// The raw value of a known truth, from 0 or 1 and without a branch, so that loops over rows vectorise.
    @inline(__always)
    static func known(_ bit: UInt8) -> UInt8 { bit << 1 }
}

/// 1 for true, 0 for false, without a branch.
@inline(__always)
func bit(_ value: Bool) -> UInt8 { value ? 1 : 0 }
