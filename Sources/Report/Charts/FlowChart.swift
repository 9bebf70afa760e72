import Pipeline

/// What is left after each step: a bar per step, filled for what was kept, dashed for what was dropped.
package struct FlowChart {
    package struct Step {
        let name: String
        let rowsIn: Int
        let rowsOut: Int

        package init(name: String, rowsIn: Int, rowsOut: Int) {
            self.name = name
            self.rowsIn = rowsIn
            self.rowsOut = rowsOut
        }
    }

    static let rowHeight = 38.0

    let steps: [Step]
    let style: SeriesStyle

    package init(steps: [Step], style: SeriesStyle) {
        self.steps = steps
        self.style = style
    }

    package var height: Double { Double(steps.count) * Self.rowHeight }

    /// The length of a bar that stands for `count` rows: the largest step fills the width.
    package func length(_ count: Int) -> Double {
        let most = steps.map { max($0.rowsIn, $0.rowsOut) }.max() ?? 0
        return most == 0 ? 0 : Double(count) / Double(most) * (PlotFrame.width - 2)
    }

    package var html: HTML {
        HTML(.g) {
            for (index, step) in steps.enumerated() { row(step, top: Double(index) * Self.rowHeight) }
        }
    }

    private func row(_ step: Step, top: Double) -> HTML {
        let dropped = step.rowsIn - step.rowsOut
        let note = Self.note(for: step)
        let room = PlotFrame.width - TextWidth.of([note]) - 12
        return HTML(.g) {
            HTML(.text, .init("x", "0"), .init("y", Coordinate.text(top + 13))) {
                HTML(text: TextWidth.fit(step.name, into: room))
            }
            HTML(
                .text, .class("note end"), .init("x", Coordinate.text(PlotFrame.width)),
                .init("y", Coordinate.text(top + 13))
            ) {
                HTML(text: note)
            }
            bar(from: 0, length: max(length(step.rowsOut), step.rowsOut > 0 ? 1 : 0), top: top + 18, class: "bar")
            if dropped > 0 {
                bar(from: length(step.rowsOut), length: max(length(dropped), 1), top: top + 18, class: "lost")
            }
        }
    }

    private func bar(from start: Double, length: Double, top: Double, class name: String) -> HTML {
        HTML(
            .rect, .class("\(name) \(style.className)"), .init("x", Coordinate.text(start + 1)),
            .init("y", Coordinate.text(top)),
            .init("width", Coordinate.text(length)), .init("height", "11"))
    }

    /// `1,204,332 rows (−1.2 %)`
    static func note(for step: Step) -> String {
        let rows = "\(Numbers.count(step.rowsOut)) row\(step.rowsOut == 1 ? "" : "s")"
        let dropped = step.rowsIn - step.rowsOut
        guard dropped > 0 else { return rows }
        return "\(rows) (−\(Numbers.percent(Double(dropped) / Double(step.rowsIn))))"
    }
}
