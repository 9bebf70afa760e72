/// Fixed-width values with a validity mask. A missing cell's value is zero, so equal columns have equal storage.
public struct ValueColumn<Value: Sendable & Equatable>: Sendable, Equatable {
    public private(set) var values: [Value]
    /// Set where a value is present; nil when every row has one.
    public private(set) var validity: Bitmap?

    public init(values: [Value], validity: Bitmap? = nil) {
        precondition(validity == nil || validity!.count == values.count, "one validity bit per value")
        self.values = values
        self.validity = validity
    }

    public var count: Int { values.count }

    @inlinable
    public func isPresent(_ row: Int) -> Bool { validity?[row] ?? true }

    public subscript(row: Int) -> Value? { isPresent(row) ? values[row] : nil }

    public mutating func keepRows(_ keep: [Bool], keptCount: Int) {
        validity = validity?.filtered(by: keep, keptCount: keptCount)
        values.compact(keeping: keep, keptCount: keptCount)
    }
}

extension ValueColumn where Value: ExpressibleByIntegerLiteral {
    public init(_ optionals: [Value?]) {
        let hasMissing = optionals.contains { $0 == nil }
        self.init(values: optionals.map { $0 ?? 0 }, validity: hasMissing ? Bitmap(optionals.map { $0 != nil }) : nil)
    }
}

extension ValueColumn where Value == Bool {
    public init(_ optionals: [Bool?]) {
        let hasMissing = optionals.contains { $0 == nil }
        self.init(
            values: optionals.map { $0 ?? false }, validity: hasMissing ? Bitmap(optionals.map { $0 != nil }) : nil)
    }
}
