/// Values over time with their intervals; what failed is marked at the foot.
package struct TrendChart {
    package struct Point {
        let time: Double
        let value: Double
        let low: Double?
        let high: Double?
        /// What hovering over the mark says.
        let note: String
        /// Whether a ring sets it apart from the others.
        let isRinged: Bool

        package init(
            time: Double, value: Double, low: Double? = nil, high: Double? = nil, note: String, isRinged: Bool = false
        ) {
            self.time = time
            self.value = value
            self.low = low
            self.high = high
            self.note = note
            self.isRinged = isRinged
        }
    }

    package struct Failure {
        let time: Double
        let note: String

        package init(time: Double, note: String) {
            self.time = time
            self.note = note
        }
    }

    /// A value that is asked for, drawn across the chart.
    package struct Bound {
        let value: Double
        let label: String

        package init(value: Double, label: String) {
            self.value = value
            self.label = label
        }
    }

    /// Above this, markers and whiskers would hide the line.
    static let mostMarkers = 60

    package let frame: PlotFrame
    let points: [Point]
    let failures: [Failure]
    let bounds: [Bound]
    let style: SeriesStyle
    /// Moves everything sideways, in the drawing's units, so that two series over the same times don't hide each other.
    let shift: Double

    package init(
        frame: PlotFrame, points: [Point], failures: [Failure], bounds: [Bound] = [], style: SeriesStyle,
        shift: Double = 0
    ) {
        self.shift = shift
        self.bounds = bounds
        self.frame = frame
        self.points = points.filter { $0.time.isFinite && $0.value.isFinite }
        self.failures = failures
        self.style = style
    }

    package var html: HTML {
        HTML(.g) {
            frame.html
            for bound in bounds { rule(bound) }
            marks
        }
    }

    /// What is plotted, without the frame: for a second series in the frame of a first.
    package var marks: HTML {
        let places = points.map { place($0.time, $0.value) }
        let isSparse = points.count <= Self.mostMarkers
        return HTML(.g) {
            if !isSparse { band }
            if places.count > 1 { style.line(places) }
            if isSparse {
                for (point, place) in zip(points, places) { mark(point, at: place) }
            }
            for (point, place) in zip(points, places) where point.isRinged { ring(point, at: place) }
            for failure in failures { cross(failure) }
        }
    }

    private func place(_ time: Double, _ value: Double) -> (x: Double, y: Double) {
        let place = frame.position((time, value))
        return (place.x + shift, place.y)
    }

    /// The intervals as one area behind the line.
    private var band: HTML {
        let known = points.filter { $0.low?.isFinite == true && $0.high?.isFinite == true }
        guard known.count > 1 else { return .empty }
        let edge = known.map { ($0.time, $0.high ?? $0.value) } + known.reversed().map { ($0.time, $0.low ?? $0.value) }
        return HTML(
            .path, .class("band \(style.className)"),
            .init("d", Coordinate.path(edge.map { place($0.0, $0.1) }) + "Z"))
    }

    private func mark(_ point: Point, at place: (x: Double, y: Double)) -> HTML {
        HTML(.g) {
            if let low = point.low, let high = point.high, low.isFinite, high.isFinite {
                HTML(
                    .path, .class("whisker \(style.className)"),
                    .init(
                        "d", Coordinate.path([(place.x, frame.position(y: low)), (place.x, frame.position(y: high))])))
            }
            style.mark(at: place.x, place.y, title: point.note)
        }
    }

    /// The label stands on the line, at its left end, where the oldest points are.
    private func rule(_ bound: Bound) -> HTML {
        let y = frame.position(y: bound.value)
        return HTML(.g) {
            HTML(
                .line, .class("rule"), .init("x1", Coordinate.text(frame.left)),
                .init("x2", Coordinate.text(frame.right)),
                .init("y1", Coordinate.text(y)), .init("y2", Coordinate.text(y)))
            HTML(
                .text, .class("note"), .init("x", Coordinate.text(frame.left + 4)), .init("y", Coordinate.text(y - 4))
            ) { HTML(text: bound.label) }
        }
    }

    /// Around a point, however many there are.
    private func ring(_ point: Point, at place: (x: Double, y: Double)) -> HTML {
        HTML(
            .circle, .class("refusal"), .init("cx", Coordinate.text(place.x)), .init("cy", Coordinate.text(place.y)),
            .init("r", "7")
        ) { HTML(.title) { HTML(text: point.note) } }
    }

    private func cross(_ failure: Failure) -> HTML {
        let (x, y, arm) = (frame.position(x: failure.time), frame.bottom - 7, 4.0)
        let data =
            Coordinate.path([(x - arm, y - arm), (x + arm, y + arm)])
            + Coordinate.path([(x - arm, y + arm), (x + arm, y - arm)])
        return HTML(.path, .class("failure"), .init("d", data)) { HTML(.title) { HTML(text: failure.note) } }
    }
}
