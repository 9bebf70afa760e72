/// Coordinates as drawings spell them: tenths of a unit are finer than any screen shows.
package enum Coordinate {
    package static func text(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        let whole = "\(tenths < 0 ? "-" : "")\(abs(tenths) / 10)"
        return tenths % 10 == 0 ? whole : "\(whole).\(abs(tenths) % 10)"
    }

    /// A path through points: `M10 20L30 40`.
    package static func path(_ points: [(x: Double, y: Double)]) -> String {
        points.enumerated()
            .map { index, point in "\(index == 0 ? "M" : "L")\(text(point.x)) \(text(point.y))" }
            .joined()
    }
}
