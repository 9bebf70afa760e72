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
            names
            for point in points {
                let place = frame.position((point.x, point.y))
                point.style.mark(at: place.x, place.y, title: point.note)
            }
        }
    }

    /// Each name beside its mark, where it covers no mark and no name before it; where all sides are taken, on the first.
    private var names: HTML {
        var taken = points.map { Box(mark: frame.position(($0.x, $0.y))) }
        return HTML(.g) {
            for point in points {
                if let name = point.name { text(name, beside: frame.position((point.x, point.y)), &taken) }
            }
        }
    }

    private func text(_ name: String, beside place: (x: Double, y: Double), _ taken: inout [Box]) -> HTML {
        let sides = Box.sides(
            of: place, width: TextWidth.of([name]), isRightHalf: place.x > (frame.left + frame.right) / 2)
        let free = sides.first { side in !taken.contains { $0.overlaps(side) } } ?? sides[0]
        taken.append(free)
        return HTML(
            .text, .class("tick middle"), .init("x", Coordinate.text((free.left + free.right) / 2)),
            .init("y", Coordinate.text(free.bottom - 4))
        ) { HTML(text: name) }
    }
}
