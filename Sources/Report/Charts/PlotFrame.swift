/// Two axes around a plotting area: margins that fit the labels, grid lines, ticks and titles.
package struct PlotFrame {
    /// The width of every drawing, in its own units: a phone shows it about one to one.
    package static let width = 400.0
    static let top = 24.0
    /// Where the title of the vertical axis stands, above the plotting area.
    static let titleBaseline = 12.0
    static let bottomMargin = 40.0
    static let rightMargin = 14.0

    let x: Axis
    let y: Axis
    let height: Double

    package init(x: Axis, y: Axis, height: Double = 240) {
        self.x = x
        self.y = y
        self.height = height
    }

    package var left: Double {
        12 + TextWidth.of(y.ticks.map(\.label))
    }
    package var right: Double { Self.width - Self.rightMargin }
    package var bottom: Double { height - Self.bottomMargin }

    package func position(x value: Double) -> Double {
        left + x.scale.fraction(of: value) * (right - left)
    }

    package func position(y value: Double) -> Double {
        bottom - y.scale.fraction(of: value) * (bottom - Self.top)
    }

    package func position(_ point: (x: Double, y: Double)) -> (x: Double, y: Double) {
        (position(x: point.x), position(y: point.y))
    }

    /// Grid lines, axes, labels and titles; what is plotted goes over it.
    package var html: HTML {
        HTML(.g, .init("aria-hidden", "true")) {
            for tick in y.ticks { horizontalLine(at: tick) }
            for tick in readableTicks { verticalTick(at: tick) }
            line(from: (left, bottom), to: (right, bottom), class: "axis")
            label(y.title, x: 0, y: Self.titleBaseline, class: "note")
            label(x.title, x: (left + right) / 2, y: height - 6, class: "note middle")
        }
    }

    /// The ticks along x whose labels keep clear of each other.
    private var readableTicks: [Axis.Tick] {
        var kept: [Axis.Tick] = []
        var end = -Double.infinity
        for tick in x.ticks {
            let half = TextWidth.of([tick.label]) / 2
            guard position(x: tick.value) - half >= end + 6 else { continue }
            kept.append(tick)
            end = position(x: tick.value) + half
        }
        return kept
    }

    private func horizontalLine(at tick: Axis.Tick) -> HTML {
        let height = position(y: tick.value)
        return line(from: (left, height), to: (right, height), class: "grid")
            + label(tick.label, x: left - 6, y: height + 4, class: "tick end")
    }

    private func verticalTick(at tick: Axis.Tick) -> HTML {
        let place = position(x: tick.value)
        return line(from: (place, bottom), to: (place, bottom + 5), class: "axis")
            + label(tick.label, x: place, y: bottom + 18, class: "tick middle")
    }

    private func line(from start: (x: Double, y: Double), to end: (x: Double, y: Double), class name: String) -> HTML {
        HTML(
            .line, .class(name), .init("x1", Coordinate.text(start.x)), .init("y1", Coordinate.text(start.y)),
            .init("x2", Coordinate.text(end.x)), .init("y2", Coordinate.text(end.y)))
    }

    private func label(_ text: String, x: Double, y: Double, class name: String) -> HTML {
        HTML(.text, .class(name), .init("x", Coordinate.text(x)), .init("y", Coordinate.text(y))) { HTML(text: text) }
    }
}

/// An estimate of how wide text is in drawings, where no font can be asked.
enum TextWidth {
    /// Of the average character in 13 units of the usual sans-serif faces, rounded up.
    static let perCharacter = 7.2

    static func of(_ texts: [String]) -> Double {
        Double(texts.map(\.count).max() ?? 0) * perCharacter
    }

    /// The text, or its start and an ellipsis where it would be wider than `width`.
    static func fit(_ text: String, into width: Double) -> String {
        let room = Int(width / perCharacter)
        return text.count <= room ? text : text.prefix(max(room - 1, 1)) + "…"
    }
}
