/// The truth values of consecutive rows, one byte each: raw values of ``Truth``.
struct TruthBlock: Sendable {
    private(set) var values: [UInt8]

    init(repeating truth: Truth, count: Int) {
        values = [UInt8](repeating: truth.rawValue, count: count)
    }

    /// Lets `fill` write each of `count` values.
    init(count: Int, fill: (UnsafeMutableBufferPointer<UInt8>) -> Void) {
        values = [UInt8](unsafeUninitializedCapacity: count) { buffer, initializedCount in
            fill(UnsafeMutableBufferPointer(rebasing: buffer[..<count]))
            initializedCount = count
        }
    }

    mutating func negate() {
        values.withUnsafeMutableBufferPointer { values in
            for row in 0..<values.count { values[row] = 2 &- values[row] }
        }
    }

    mutating func formAnd(_ other: TruthBlock) {
        combine(other) { min($0, $1) }
    }

    mutating func formOr(_ other: TruthBlock) {
        combine(other) { max($0, $1) }
    }

    /// Whether both sides are equally true; unknown where either is.
    mutating func formSame(_ other: TruthBlock) {
        combine(other) { $0 == 1 || $1 == 1 ? 1 : $0 == $1 ? 2 : 0 }
    }

    @inline(__always)
    private mutating func combine(_ other: TruthBlock, _ operation: (UInt8, UInt8) -> UInt8) {
        values.withUnsafeMutableBufferPointer { values in
            other.values.withUnsafeBufferPointer { other in
                for row in 0..<values.count { values[row] = operation(values[row], other[row]) }
            }
        }
    }

    /// Makes the rows whose validity bit is not set unknown.
    mutating func setUnknown(where validity: ValidityBlock) {
        validity.forEachMissing(among: values.count) { values[$0] = Truth.unknown.rawValue }
    }

    /// Makes unknown rows true and all others false.
    mutating func askUnknown() {
        values.withUnsafeMutableBufferPointer { values in
            for row in 0..<values.count { values[row] = values[row] == 1 ? 2 : 0 }
        }
    }

    func markTrue(in keep: UnsafeMutableBufferPointer<Bool>) {
        values.withUnsafeBufferPointer { values in
            for row in 0..<values.count { keep[row] = values[row] == Truth.true.rawValue }
        }
    }
}
