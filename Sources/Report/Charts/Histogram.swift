import Pipeline

/// Bars over bins on two logarithmic axes: a power law falls along a straight line.
package struct Histogram {
    package struct Bin {
        /// The bin holds values from `lower` up to, not including, `end`.
        let lower: Double
        let end: Double
        let count: Int

        package init(lower: Double, end: Double, count: Int) {
            self.lower = lower
            self.end = end
            self.count = count
        }
    }

    /// Where bars start: half of one member, so that a bin with a single member still shows.
    static let base = 0.5

    let bins: [Bin]
    let style: SeriesStyle
    package let frame: PlotFrame

    package init(bins: [Bin], xTitle: String, yTitle: String, style: SeriesStyle) {
        self.bins = bins.filter { $0.count > 0 && $0.lower > 0 && $0.end > $0.lower }
        self.style = style
        frame = PlotFrame(
            x: .logarithmic(xTitle, covering: self.bins.flatMap { [$0.lower, $0.end] }),
            y: Self.countAxis(yTitle, counts: self.bins.map(\.count)))
    }

    /// From the base of the bars to a little above the largest; ticks at whole numbers of members only.
    private static func countAxis(_ title: String, counts: [Int]) -> Axis {
        let axis = Axis.logarithmic(title, covering: counts.map { Double($0) * 1.1 } + [base, 1], tickCount: 5)
        return Axis(title: axis.title, scale: axis.scale, ticks: axis.ticks.filter { $0.value >= 1 })
    }

    package var html: HTML {
        HTML(.g) {
            frame.html
            for bin in bins { bar(bin) }
        }
    }

    /// Bars stop one unit short of the next, so that neighbours stay apart.
    private func bar(_ bin: Bin) -> HTML {
        let left = frame.position(x: bin.lower)
        let right = frame.position(x: bin.end)
        let top = frame.position(y: Double(bin.count))
        return HTML(
            .rect, .class("bar \(style.className)"), .init("x", Coordinate.text(left)),
            .init("y", Coordinate.text(top)),
            .init("width", Coordinate.text(max(right - left - 1, 1))),
            .init("height", Coordinate.text(frame.bottom - top))
        ) {
            HTML(.title) {
                HTML(text: "\(Histogram.range(bin)): \(Numbers.count(bin.count))")
            }
        }
    }

    /// `7`, or `8 to 11`.
    static func range(_ bin: Bin) -> String {
        let last = Int(bin.end) - 1
        return Int(bin.lower) == last
            ? Numbers.count(last) : "\(Numbers.count(Int(bin.lower))) to \(Numbers.count(last))"
    }
}
