/// A drawing with its caption, its legend and its numbers as a table for those who can't see it.
package struct Figure {
    package struct LegendEntry {
        let name: String
        let style: SeriesStyle

        package init(name: String, style: SeriesStyle) {
            self.name = name
            self.style = style
        }
    }

    /// Unique on the page.
    let id: String
    let title: String
    /// One line under the title, for everyone.
    var subtitle: String?
    /// What the picture shows, for screen readers.
    let description: String
    let height: Double
    let drawing: HTML
    var legend: [LegendEntry] = []
    var numbers: DataTable?

    package var html: HTML {
        HTML(.figure) {
            HTML(.figcaption) {
                HTML(text: title)
                if let subtitle { HTML(.small) { HTML(text: subtitle) } }
            }
            HTML(
                .svg, .init("viewBox", "0 0 \(Coordinate.text(PlotFrame.width)) \(Coordinate.text(height))"),
                .init("role", "img"), .init("aria-labelledby", "\(id)-name \(id)-text")
            ) {
                HTML(.title, .id("\(id)-name")) { HTML(text: title) }
                HTML(.desc, .id("\(id)-text")) { HTML(text: description) }
                drawing
            }
            if !legend.isEmpty { legendList }
            if let numbers { HTML.details("The numbers of this chart", numbers.html) }
        }
    }

    private var legendList: HTML {
        HTML(.ul, .class("legend"), .init("aria-label", "Legend")) {
            for entry in legend {
                HTML(.li) {
                    HTML(.svg, .init("viewBox", "0 0 34 12"), .init("aria-hidden", "true")) {
                        entry.style.line([(1, 6), (33, 6)])
                        entry.style.mark(at: 17, 6)
                    }
                    HTML(.span) { HTML(text: entry.name) }
                }
            }
        }
    }
}
