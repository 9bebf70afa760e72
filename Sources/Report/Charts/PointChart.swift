/// Marks over two axes, with a name beside those that have one.
package struct PointChart {
    package struct Point {
        let name: String?
        let x: Double
        let y: Double
        let style: SeriesStyle
        /// What hovering over the mark says.
        let note: String

        package init(name: String? = nil, x: Double, y: Double, style: SeriesStyle, note: String) {
            self.name = name
            self.x = x
            self.y = y
            self.style = style
            self.note = note
        }
    }

    package let frame: PlotFrame
    let points: [Point]

    /// Later points lie over earlier ones; those that aren't finite are left out.
    package init(frame: PlotFrame, points: [Point]) {
        self.frame = frame
        self.points = points.filter { $0.x.isFinite && $0.y.isFinite }
    }

    package var html: HTML {
        HTML(.g) {
            frame.html
            for point in points { mark(point) }
        }
    }

    /// The name stands beside the mark, on the side that has room.
    private func mark(_ point: Point) -> HTML {
        let place = frame.position((point.x, point.y))
        let mark = point.style.mark(at: place.x, place.y, title: point.note)
        guard let name = point.name else { return mark }
        let isRight = place.x > (frame.left + frame.right) / 2
        return HTML(.g) {
            HTML(
                .text, .class(isRight ? "tick end" : "tick"),
                .init("x", Coordinate.text(isRight ? place.x - 8 : place.x + 8)),
                .init("y", Coordinate.text(place.y + 4))
            ) { HTML(text: name) }
            mark
        }
    }
}
