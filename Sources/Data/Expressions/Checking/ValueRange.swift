/// The values from `low` to `high`, both included, or all others. Empty where `low` is above `high`.
///
/// Every comparison of a column with a constant becomes such a range, so that one loop serves them all.
struct ValueRange<Value: Comparable & Sendable>: Sendable, Equatable {
    var low: Value
    var high: Value
    var isNegated = false

    var complement: ValueRange { ValueRange(low: low, high: high, isNegated: !isNegated) }

    func contains(_ value: Value) -> Bool { (low <= value && value <= high) != isNegated }
}

extension ValueRange<Int64> {
    static var none: Self { ValueRange(low: 0, high: -1) }
    static var everything: Self { ValueRange(low: .min, high: .max) }

    /// The integers x of which `x comparison constant` is true.
    init(_ comparison: Comparison, _ constant: Int64) {
        switch comparison {
        case .equal: self.init(low: constant, high: constant)
        case .notEqual: self = Self(.equal, constant).complement
        case .lessOrEqual: self.init(low: .min, high: constant)
        case .greater: self = Self(.lessOrEqual, constant).complement
        case .less: self = constant == .min ? .none : Self(low: .min, high: constant - 1)
        case .greaterOrEqual: self = Self(.less, constant).complement
        }
    }

    /// The integers x of which `x comparison constant` is true, exactly: the constant is never rounded.
    init(_ comparison: Comparison, _ constant: Double) {
        switch comparison {
        case .equal: self = Int64(exactly: constant).map { Self(low: $0, high: $0) } ?? .none
        case .notEqual: self = Self(.equal, constant).complement
        case .less, .lessOrEqual:
            if constant >= 0x1p63 {
                self = .everything
            } else if constant < -0x1p63 {
                self = .none
            } else {
                let floor = constant.rounded(.down)
                self = Self(floor == constant ? comparison : .lessOrEqual, Int64(floor))
            }
        case .greater: self = Self(.lessOrEqual, constant).complement
        case .greaterOrEqual: self = Self(.less, constant).complement
        }
    }
}

extension ValueRange<Double> {
    static var none: Self { ValueRange(low: 0, high: -1) }

    /// The finite doubles x of which `x comparison constant` is true.
    init(_ comparison: Comparison, _ constant: Double) {
        switch comparison {
        case .equal: self.init(low: constant, high: constant)
        case .notEqual: self = Self(.equal, constant).complement
        case .lessOrEqual: self.init(low: -.infinity, high: constant)
        case .greater: self = Self(.lessOrEqual, constant).complement
        case .less: self.init(low: -.infinity, high: constant.nextDown)
        case .greaterOrEqual: self = Self(.less, constant).complement
        }
    }

    /// The finite doubles x of which `x comparison constant` is true, exactly, also where no double equals it.
    init(_ comparison: Comparison, _ constant: Int64) {
        let nearest = Double(constant)
        let order = Order(of: constant, to: nearest)
        if order == .same {
            self.init(comparison, nearest)
            return
        }
        let isBelow = Self(order == .before ? .less : .lessOrEqual, nearest)
        switch comparison {
        case .equal: self = .none
        case .notEqual: self = Self.none.complement
        case .less, .lessOrEqual: self = isBelow
        case .greater, .greaterOrEqual: self = isBelow.complement
        }
    }
}

extension Order {
    init<Value: Comparable>(of left: Value, to right: Value) {
        self = left < right ? .before : left == right ? .same : .after
    }

    /// How an integer lies to a finite double, without rounding either.
    init(of integer: Int64, to double: Double) {
        if double >= 0x1p63 {
            self = .before
        } else if double < -0x1p63 {
            self = .after
        } else {
            let floor = double.rounded(.down)
            let order = Order(of: integer, to: Int64(floor))
            self = order == .same && floor < double ? .before : order
        }
    }
}
