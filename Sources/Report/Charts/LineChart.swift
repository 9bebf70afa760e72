import Pipeline

/// Lines through points, one per series, over two axes.
package struct LineChart {
    package struct Series {
        let name: String
        let style: SeriesStyle
        let points: [(x: Double, y: Double)]

        /// Points that aren't finite are left out.
        package init(name: String, style: SeriesStyle, points: [(x: Double, y: Double)]) {
            self.name = name
            self.style = style
            self.points = points.filter { $0.x.isFinite && $0.y.isFinite }
        }
    }

    /// A vertical line that points something out.
    package struct Rule {
        let x: Double
        let label: String

        package init(x: Double, label: String) {
            self.x = x
            self.label = label
        }
    }

    /// Above this, markers would hide the line.
    static let mostMarkers = 24

    package let frame: PlotFrame
    let series: [Series]
    let rule: Rule?

    package init(frame: PlotFrame, series: [Series], rule: Rule? = nil) {
        self.frame = frame
        self.series = series
        self.rule = rule
    }

    package var html: HTML {
        HTML(.g) {
            frame.html
            if let rule { ruleLine(rule) }
            for series in series { line(series) }
        }
    }

    private func line(_ series: Series) -> HTML {
        let places = series.points.map { frame.position($0) }
        let stride = max(1, (places.count + Self.mostMarkers - 1) / Self.mostMarkers)
        return HTML(.g) {
            if places.count > 1 { series.style.line(places) }
            for (index, place) in places.enumerated() where index % stride == 0 || index == places.count - 1 {
                series.style.mark(at: place.x, place.y, title: title(of: series.points[index], in: series))
            }
        }
    }

    private func title(of point: (x: Double, y: Double), in series: Series) -> String {
        "\(series.name), \(frame.x.title) \(Numbers.count(Int(point.x.rounded()))): \(Numbers.metric(point.y))"
    }

    /// The label stands above the plotting area, beside the axis's title, and leans towards the middle.
    private func ruleLine(_ rule: Rule) -> HTML {
        let place = frame.position(x: rule.x)
        let width = TextWidth.of([rule.label])
        let start = place > (frame.left + frame.right) / 2 ? place + 4 - width : place - 4
        let clearOfTitle = TextWidth.of([frame.y.title]) + 10
        return HTML(.g) {
            HTML(
                .line, .class("rule"), .init("x1", Coordinate.text(place)), .init("x2", Coordinate.text(place)),
                .init("y1", Coordinate.text(PlotFrame.top - 6)), .init("y2", Coordinate.text(frame.bottom)))
            HTML(
                .text, .class("note"), .init("x", Coordinate.text(max(start, clearOfTitle))),
                .init("y", Coordinate.text(PlotFrame.titleBaseline))
            ) { HTML(text: rule.label) }
        }
    }
}
