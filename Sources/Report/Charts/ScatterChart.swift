import Pipeline

/// Points of a few kinds over two axes.
package struct ScatterChart {
    package struct Point {
        let x: Double
        let y: Double
        let style: SeriesStyle
        /// What hovering over it says.
        let title: String

        package init(x: Double, y: Double, style: SeriesStyle, title: String) {
            self.x = x
            self.y = y
            self.style = style
            self.title = title
        }
    }

    let frame: PlotFrame
    /// Later ones lie over earlier ones; those that aren't finite are left out.
    let points: [Point]

    package init(frame: PlotFrame, points: [Point]) {
        self.frame = frame
        self.points = points.filter { $0.x.isFinite && $0.y.isFinite }
    }

    package var html: HTML {
        HTML(.g) {
            frame.html
            for point in points {
                point.style.mark(at: frame.position(x: point.x), frame.position(y: point.y), title: point.title)
            }
        }
    }
}

extension Axis {
    /// An axis over names, one place each, with room at both ends.
    package static func names(_ title: String, _ names: [String]) -> Axis {
        Axis(
            title: title, scale: Scale(.linear, domain: -0.5...Double(max(names.count, 1)) - 0.5),
            ticks: names.enumerated().map { Tick(value: Double($0.offset), label: $0.element) })
    }
}
