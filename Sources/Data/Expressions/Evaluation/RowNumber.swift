/// A number the rows of a table hold, with the loops over many of them.
///
/// The loops are requirements so that one dynamic call per block reaches code compiled for the type at hand; a generic
/// source behind `any TruthSource` would otherwise compare each number through the protocol.
protocol RowNumber: Comparable, Sendable {
    static func fill(
        _ truth: UnsafeMutableBufferPointer<UInt8>, whether values: ArraySlice<Self>, lieIn range: ValueRange<Self>)
    /// - Precondition: `members` ascend.
    static func fill(
        _ truth: UnsafeMutableBufferPointer<UInt8>, whether values: ArraySlice<Self>, areAmong members: [Self])
    static func fill(
        _ truth: UnsafeMutableBufferPointer<UInt8>, whether left: ArraySlice<Self>, _ comparison: Comparison,
        _ right: ArraySlice<Self>)
}

extension Int64: RowNumber {}
extension Double: RowNumber {}

extension RowNumber {
    static func fill(
        _ truth: UnsafeMutableBufferPointer<UInt8>, whether values: ArraySlice<Self>, lieIn range: ValueRange<Self>
    ) {
        values.withUnsafeBufferPointer { values in
            let (low, high) = (range.low, range.high)
            let flip: UInt8 = range.isNegated ? 1 : 0
            for row in 0..<truth.count {
                truth[row] = Truth.known(bit(low <= values[row]) & bit(values[row] <= high) ^ flip)
            }
        }
    }

    static func fill(
        _ truth: UnsafeMutableBufferPointer<UInt8>, whether values: ArraySlice<Self>, areAmong members: [Self]
    ) {
        values.withUnsafeBufferPointer { values in
            members.withUnsafeBufferPointer { members in
                for row in 0..<truth.count { truth[row] = Truth.known(bit(contains(members, values[row]))) }
            }
        }
    }

    /// Bisection without branches: the steps depend on the number of members alone.
    @inline(__always)
    private static func contains(_ members: UnsafeBufferPointer<Self>, _ value: Self) -> Bool {
        guard !members.isEmpty else { return false }
        var start = 0
        var count = members.count
        while count > 1 {
            let half = count / 2
            start += members[start + half] <= value ? half : 0
            count -= half
        }
        return members[start] == value
    }

    static func fill(
        _ truth: UnsafeMutableBufferPointer<UInt8>, whether left: ArraySlice<Self>, _ comparison: Comparison,
        _ right: ArraySlice<Self>
    ) {
        switch comparison {
        case .equal: fill(truth, left, right) { $0 == $1 }
        case .notEqual: fill(truth, left, right) { $0 != $1 }
        case .less: fill(truth, left, right) { $0 < $1 }
        case .lessOrEqual: fill(truth, left, right) { $0 <= $1 }
        case .greater: fill(truth, left, right) { $0 > $1 }
        case .greaterOrEqual: fill(truth, left, right) { $0 >= $1 }
        }
    }

    @inline(__always)
    private static func fill(
        _ truth: UnsafeMutableBufferPointer<UInt8>, _ left: ArraySlice<Self>, _ right: ArraySlice<Self>,
        _ holds: (Self, Self) -> Bool
    ) {
        left.withUnsafeBufferPointer { left in
            right.withUnsafeBufferPointer { right in
                for row in 0..<truth.count { truth[row] = Truth.known(bit(holds(left[row], right[row]))) }
            }
        }
    }
}
