import Pipeline

/// A titled scale with its ticks.
package struct Axis: Sendable {
    package struct Tick: Sendable, Equatable {
        package let value: Double
        package let label: String

        package init(value: Double, label: String) {
            self.value = value
            self.label = label
        }
    }

    /// What is measured, with its unit.
    package let title: String
    package let scale: Scale
    package let ticks: [Tick]

    /// Further from zero, the difference of two values may no longer be finite.
    private static let largestValue = 1e300
    private static let smallestWidth = 1e-300

    /// A linear axis whose ends are ticks. Values that aren't finite, or beyond 10³⁰⁰, are left out; a single value gets room on both sides.
    ///
    /// - Parameter wholeNumbers: for counted things: ticks only at whole numbers, ends at the values themselves.
    package static func linear(
        _ title: String, covering values: [Double], from start: Double? = nil, wholeNumbers: Bool = false,
        tickCount: Int = 5
    ) -> Axis {
        let finite = (values + [start].compactMap { $0 }).filter { abs($0) <= largestValue }
        var lower = finite.min() ?? 0
        var upper = finite.max() ?? 1
        // Below this width, doubles near the values can no longer tell ticks apart.
        if upper - lower <= max(max(abs(lower), abs(upper)) * 1e-9, smallestWidth) {
            let room = wholeNumbers || abs(lower) <= smallestWidth ? 1 : abs(lower) * 0.05
            (lower, upper) = (lower - room, upper + room)
        }
        var step = Ticks.step(span: upper - lower, count: tickCount)
        if wholeNumbers {
            step = max(step, 1)
        } else {
            lower = (lower / step + 1e-6).rounded(.down) * step
            upper = (upper / step - 1e-6).rounded(.up) * step
        }
        let positions = Ticks.multiples(of: step, in: lower...upper)
        let largest = max(abs(lower), abs(upper))
        return Axis(
            title: title, scale: Scale(.linear, domain: lower...upper),
            ticks: positions.map { Tick(value: $0, label: Numbers.tick($0, step: step, largest: largest)) })
    }

    /// A logarithmic axis over positive values; a single value gets a factor of two on both sides. Values beyond
    /// 10⁻¹⁰⁰ and 10¹⁰⁰ are left out.
    package static func logarithmic(_ title: String, covering values: [Double], tickCount: Int = 8) -> Axis {
        let positive = values.filter { $0 >= 1e-100 && $0 <= 1e100 }
        var lower = positive.min() ?? 1
        var upper = positive.max() ?? 10
        if upper / lower < 1 + 1e-9 { (lower, upper) = (lower / 2, upper * 2) }
        let scale = Scale(.logarithmic, domain: lower...upper)
        let positions = Ticks.logarithmic(in: lower...upper, count: tickCount)
        guard positions.count < 2 else {
            return Axis(
                title: title, scale: scale,
                ticks: positions.map { Tick(value: $0, label: Numbers.tick($0, step: $0, largest: $0)) })
        }
        // A domain that narrow holds no two of 1, 2 and 5: equal steps tell its scale.
        let step = Ticks.step(span: upper - lower, count: 6)
        return Axis(
            title: title, scale: scale,
            ticks: Ticks.multiples(of: step, in: lower...upper).map {
                Tick(value: $0, label: Numbers.tick($0, step: step, largest: upper))
            })
    }
}
