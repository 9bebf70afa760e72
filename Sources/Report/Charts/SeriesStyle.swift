/// How one series is told from the others: by colour, by marker and by dash, never by colour alone.
package struct SeriesStyle: Sendable, Equatable {
    package enum Marker: CaseIterable, Sendable {
        case circle, square, triangle, diamond, ring, box
    }

    static let colourCount = 6
    private static let dashes = ["", "6 3", "2 3", "8 3 2 3"]

    let colour: Int
    package let marker: Marker
    /// A stroke-dasharray; empty for a solid line.
    let dash: String

    /// The style of the series at a position. Twenty-four positions look different.
    package init(_ index: Int) {
        colour = index % Self.colourCount
        let round = index / Self.colourCount
        marker = Marker.allCases[(index + round) % Marker.allCases.count]
        dash = Self.dashes[(index + round) % Self.dashes.count]
    }

    var className: String { "s\(colour)" }

    /// A marker of about nine units around a point, with what hovering over it says.
    func mark(at x: Double, _ y: Double, title: String? = nil) -> HTML {
        let name = title.map { text in HTML(.title) { HTML(text: text) } } ?? .empty
        let filled = HTML.Attribute.class("point \(className)")
        let hollow = HTML.Attribute.class("point hollow \(className)")
        func path(_ data: String) -> HTML { HTML(.path, filled, .init("d", data)) { name } }
        switch marker {
        case .circle, .ring:
            return HTML(
                .circle, marker == .ring ? hollow : filled, .init("cx", Coordinate.text(x)),
                .init("cy", Coordinate.text(y)), .init("r", "3.6")
            ) { name }
        case .square, .box:
            return HTML(
                .rect, marker == .box ? hollow : filled, .init("x", Coordinate.text(x - 3.3)),
                .init("y", Coordinate.text(y - 3.3)), .init("width", "6.6"), .init("height", "6.6")
            ) { name }
        case .triangle:
            return path(Coordinate.path([(x, y - 4.2), (x + 4.2, y + 3.2), (x - 4.2, y + 3.2)]) + "Z")
        case .diamond:
            return path(Coordinate.path([(x, y - 4.6), (x + 4.6, y), (x, y + 4.6), (x - 4.6, y)]) + "Z")
        }
    }

    func line(_ points: [(x: Double, y: Double)]) -> HTML {
        HTML(
            .path, .class("series \(className)"), .init("d", Coordinate.path(points)),
            .init("stroke-dasharray", dash.isEmpty ? "none" : dash))
    }
}
