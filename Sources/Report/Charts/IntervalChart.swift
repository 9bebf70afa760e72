import Pipeline

/// A dot and its interval per row: how sure each value is, and which intervals overlap.
package struct IntervalChart {
    package struct Row {
        let name: String
        let value: Double
        let low: Double?
        let high: Double?
        let style: SeriesStyle
        /// Set for the winner: a star before its name and bold type.
        let isMarked: Bool

        package init(name: String, value: Double, low: Double?, high: Double?, style: SeriesStyle, isMarked: Bool) {
            self.name = name
            self.value = value
            self.low = low
            self.high = high
            self.style = style
            self.isMarked = isMarked
        }
    }

    static let rowHeight = 42.0
    static let margin = 12.0
    /// Under the rows: tick labels and the axis title.
    static let axisHeight = 44.0

    let rows: [Row]
    package let axis: Axis

    package init(title: String, rows: [Row]) {
        self.rows = rows
        axis = Axis.linear(title, covering: rows.flatMap { [$0.value, $0.low ?? $0.value, $0.high ?? $0.value] })
    }

    package var height: Double { Double(rows.count) * Self.rowHeight + Self.axisHeight }

    package func position(_ value: Double) -> Double {
        Self.margin + axis.scale.fraction(of: value) * (PlotFrame.width - 2 * Self.margin)
    }

    package var html: HTML {
        HTML(.g) {
            for tick in axis.ticks { gridLine(at: tick) }
            for (index, row) in rows.enumerated() { self.row(row, top: Double(index) * Self.rowHeight) }
            HTML(
                .text, .class("note middle"), .init("x", Coordinate.text(PlotFrame.width / 2)),
                .init("y", Coordinate.text(height - 6))
            ) { HTML(text: axis.title) }
        }
    }

    private func gridLine(at tick: Axis.Tick) -> HTML {
        let place = Coordinate.text(position(tick.value))
        let bottom = height - Self.axisHeight
        return HTML(.g) {
            HTML(
                .line, .class("grid"), .init("x1", place), .init("x2", place), .init("y1", "0"),
                .init("y2", Coordinate.text(bottom + 4)))
            HTML(.text, .class("tick middle"), .init("x", place), .init("y", Coordinate.text(bottom + 18))) {
                HTML(text: tick.label)
            }
        }
    }

    private func row(_ row: Row, top: Double) -> HTML {
        let middle = top + 28
        let value = Numbers.metric(row.value)
        let name = (row.isMarked ? "★ " : "") + row.name
        let room = PlotFrame.width - TextWidth.of([value]) - 16
        return HTML(.g) {
            text(TextWidth.fit(name, into: room), x: 0, y: top + 14, class: row.isMarked ? "strong" : "")
            text(value, x: PlotFrame.width, y: top + 14, class: row.isMarked ? "strong end" : "end")
            if let low = row.low, let high = row.high, low.isFinite, high.isFinite {
                whisker(from: position(low), to: position(high), at: middle, style: row.style)
            }
            row.style.mark(at: position(row.value), middle, title: summary(of: row))
        }
    }

    private func whisker(from low: Double, to high: Double, at middle: Double, style: SeriesStyle) -> HTML {
        let cap = 5.0
        let data =
            Coordinate.path([(low, middle), (high, middle)])
            + Coordinate.path([(low, middle - cap), (low, middle + cap)])
            + Coordinate.path([(high, middle - cap), (high, middle + cap)])
        return HTML(.path, .class("whisker \(style.className)"), .init("d", data))
    }

    private func summary(of row: Row) -> String {
        guard let low = row.low, let high = row.high else { return "\(row.name): \(Numbers.metric(row.value))" }
        return
            "\(row.name): \(Numbers.metric(row.value)), 95 % interval \(Numbers.metric(low)) to \(Numbers.metric(high))"
    }

    private func text(_ text: String, x: Double, y: Double, class name: String) -> HTML {
        HTML(.text, .class(name), .init("x", Coordinate.text(x)), .init("y", Coordinate.text(y))) { HTML(text: text) }
    }
}
