import Pipeline

extension Axis {
    private static let minute = 60.0
    private static let hour = 60 * minute
    private static let day = 24 * hour
    /// Nothing shorter is drawn: a single run stands in the middle of it.
    private static let shortest = 20 * minute
    /// Distances of ticks, in seconds: the first that makes few enough is taken. Each is at most two and a half times the one
    /// before, so that the first never makes fewer than two.
    private static let steps =
        [1, 2, 5, 10, 20, 30].map { $0 * minute } + [1, 2, 3, 6, 12].map { $0 * hour }
        + [1, 2, 4, 7, 14].map { $0 * day }
    /// The same in months, for longer spans.
    private static let monthSteps = [1, 2, 3, 6, 12, 24, 60, 120]

    /// An axis over instants, in seconds since 1970 UTC; ticks at whole minutes, hours or days, or the first of a month, named by them.
    package static func time(_ title: String, covering seconds: [Double], tickCount: Int = 6) -> Axis {
        let finite = seconds.filter(\.isFinite)
        var lower = finite.min() ?? 0
        var upper = finite.max() ?? day
        if upper - lower < shortest {
            let middle = (lower + upper) / 2
            (lower, upper) = (middle - shortest / 2, middle + shortest / 2)
        }
        let scale = Scale(.linear, domain: lower...upper)
        guard let step = steps.first(where: { (upper - lower) / $0 <= Double(tickCount) }) else {
            return Axis(title: title, scale: scale, ticks: monthTicks(in: lower...upper, count: tickCount))
        }
        let ticks = Ticks.multiples(of: step, in: lower...upper).map { place in
            let text = text(of: place)
            let date =
                step < day ? "\(text.dropFirst(5).prefix(5)) \(text.dropFirst(11).prefix(5))" : "\(text.prefix(10))"
            return Tick(value: place, label: date)
        }
        return Axis(title: title, scale: scale, ticks: ticks)
    }

    /// `2026-03` at the first of months that lie a whole number of months apart, counted from January.
    private static func monthTicks(in domain: ClosedRange<Double>, count: Int) -> [Tick] {
        func month(of seconds: Double) -> Int {
            let parts = text(of: seconds).split(separator: "-").prefix(2).compactMap { Int($0) }
            return parts.count == 2 ? parts[0] * 12 + parts[1] - 1 : 0
        }
        let months = month(of: domain.lowerBound)...month(of: domain.upperBound)
        let step = monthSteps.first { months.count / $0 <= count } ?? months.count
        return months.filter { $0 % step == 0 }.compactMap { month in
            let number = month % 12 + 1
            let label = "\(month / 12)-\(number < 10 ? "0" : "")\(number)"
            guard let instant = Instant.parse("\(label)-01"), domain.contains(Double(instant) / 1e6) else { return nil }
            return Tick(value: Double(instant) / 1e6, label: label)
        }
    }

    private static func text(of seconds: Double) -> String { Instant.text(microseconds: Int64(seconds) * 1_000_000) }
}
