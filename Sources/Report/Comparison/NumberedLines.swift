import Pipeline

/// A line chart with its legend, its description and the table of its numbers.
struct NumberedLines {
    struct Line {
        let name: String
        let style: SeriesStyle
        let points: [(x: Double, y: Double)]
    }

    /// Unique on the page.
    let id: String
    let title: String
    let subtitle: String?
    let x: Axis
    let y: Axis
    /// What the table calls the first column.
    let xTitle: String
    let lines: [Line]

    var html: HTML {
        let frame = PlotFrame(x: x, y: y)
        let series = lines.map { LineChart.Series(name: $0.name, style: $0.style, points: $0.points) }
        return Figure(
            id: id, title: title, subtitle: subtitle, description: lines.map(description).joined(separator: "; "),
            height: frame.height, drawing: LineChart(frame: frame, series: series).html,
            legend: lines.map { .init(name: $0.name, style: $0.style) }, numbers: numbers
        ).html
    }

    private func description(of line: Line) -> String {
        guard let first = line.points.first, let last = line.points.last else { return "\(line.name): nothing" }
        return "\(line.name): from \(Numbers.metric(first.y)) at \(Numbers.metric(first.x)) to "
            + "\(Numbers.metric(last.y)) at \(Numbers.metric(last.x))"
    }

    private var numbers: DataTable {
        let places = Set(lines.flatMap(\.points).map(\.x)).sorted()
        return DataTable(
            id: "\(id)-numbers", caption: HTML(text: title),
            columns: [.number("\(xTitle)")] + lines.map { .number(.name($0.name)) },
            rows: places.map { place in
                let cells = lines.map { line -> HTML in
                    line.points.first { $0.x == place }.map { HTML(text: Numbers.metric($0.y)) } ?? "–"
                }
                let isWhole = place.rounded() == place && abs(place) < 1e9
                return .init(
                    [HTML(text: isWhole ? Numbers.count(Int(place)) : Numbers.metric(place))] + cells)
            })
    }
}
