import Pipeline

extension Axis {
    private static let hour = 3600.0
    private static let day = 24 * hour
    /// Distances of ticks, in seconds: the first that makes few enough is taken.
    private static let steps =
        [1, 3, 6, 12].map { $0 * hour } + [1, 2, 7, 14, 30, 91, 365, 730, 3650].map { $0 * day }

    /// An axis over instants, in seconds since 1970 UTC; ticks at whole hours or days, named by them.
    package static func time(_ title: String, covering seconds: [Double], tickCount: Int = 6) -> Axis {
        let finite = seconds.filter(\.isFinite)
        var lower = finite.min() ?? 0
        var upper = finite.max() ?? day
        if upper - lower < hour { (lower, upper) = (lower - hour, upper + hour) }
        let span = upper - lower
        let step = steps.first { span / $0 <= Double(tickCount) } ?? span
        let positions = Ticks.multiples(of: step, in: lower...upper)
        return Axis(
            title: title, scale: Scale(.linear, domain: lower...upper),
            ticks: positions.map { Tick(value: $0, label: label(of: $0, step: step)) })
    }

    /// `03-01 06:00`, `2026-03-01`, `2026-03`: as fine as the step.
    private static func label(of seconds: Double, step: Double) -> String {
        let text = Instant.text(microseconds: Int64(seconds) * 1_000_000)
        if step < day { return String(text.dropFirst(5).prefix(5)) + " " + text.dropFirst(11).prefix(5) }
        return String(text.prefix(step < 91 * day ? 10 : 7))
    }
}
