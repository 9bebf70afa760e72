import Foundation
import Report
import Testing

/// Coordinates worked out by hand: drawings are 400 units wide; a plotting area starts 24 units below the top, ends 14
/// before the right edge and 40 above the bottom; its left margin is 12 units and 7.2 per character of the longest y label.
struct ChartTests {
    private static let style = SeriesStyle(0)

    private static func data(of path: String, className: String, in markup: String) -> [String] {
        let elements = MarkupReader.read("<svg>\(markup)</svg>") ?? []
        return elements.filter { $0.name == path && $0.attributes["class"]?.contains(className) == true }
            .map { $0.attributes["d"] ?? "" }
    }

    @Test func coordinatesAreTenths() {
        #expect(Coordinate.text(12) == "12")
        #expect(Coordinate.text(12.34) == "12.3")
        #expect(Coordinate.text(-0.25) == "-0.3")
        #expect(Coordinate.text(-0.04) == "0")
        #expect(Coordinate.path([(1, 2), (3.5, 4)]) == "M1 2L3.5 4")
    }

    @Test func linesRunThroughTheirPoints() {
        // y labels 0.0 to 1.0: left 12 + 3·7.2 = 33.6; right 386, so 352.4 wide; top 24, bottom 240 − 40 = 200, so 176 high.
        let frame = PlotFrame(
            x: .linear("k", covering: [0, 10], wholeNumbers: true), y: .linear("recall", covering: [0, 1]), height: 240)
        #expect(abs(frame.left - 33.6) < 1e-9 && frame.right == 386 && frame.bottom == 200)
        let chart = LineChart(
            frame: frame,
            series: [.init(name: "a", style: Self.style, points: [(0, 0), (5, 0.5), (10, 1), (10, .nan)])])
        #expect(Self.data(of: "path", className: "series", in: chart.html.markup) == ["M33.6 200L209.8 112L386 24"])
    }

    @Test func rulesStandAtTheirValue() throws {
        let frame = PlotFrame(
            x: .linear("iteration", covering: [0, 10], wholeNumbers: true), y: .linear("loss", covering: [0, 1]),
            height: 240)
        let chart = LineChart(frame: frame, series: [], rule: .init(x: 5, label: "kept: 5"))
        let rule = try #require(
            MarkupReader.read("<svg>\(chart.html.markup)</svg>")?.first { $0.attributes["class"] == "rule" })
        #expect(rule.attributes["x1"] == "209.8" && rule.attributes["x2"] == "209.8" && rule.attributes["y2"] == "200")
    }

    @Test func aSinglePointIsAMarkerWithoutALine() {
        let frame = PlotFrame(x: .linear("k", covering: [1], wholeNumbers: true), y: .linear("y", covering: [2]))
        let chart = LineChart(frame: frame, series: [.init(name: "a", style: Self.style, points: [(1, 2)])])
        #expect(!chart.html.markup.contains("series"))
        #expect(chart.html.markup.contains("<circle"))
    }

    @Test func whiskersSpanTheirInterval() {
        // Axis 0.1 to 0.5 between the margins of 12, so 376 wide: 0.2 lies at 12 + 94 = 106, 0.4 at 12 + 282 = 294.
        let chart = IntervalChart(
            title: "ndcg@10",
            rows: [
                .init(name: "a", value: 0.1, low: nil, high: nil, style: Self.style, isMarked: false),
                .init(name: "b", value: 0.3, low: 0.2, high: 0.4, style: Self.style, isMarked: true),
                .init(name: "c", value: 0.5, low: nil, high: nil, style: Self.style, isMarked: false),
            ])
        #expect(chart.height == 3 * 42 + 44)
        #expect(abs(chart.position(0.3) - 200) < 1e-9)
        // The second row's middle is 42 + 28 = 70.
        #expect(
            Self.data(of: "path", className: "whisker", in: chart.html.markup)
                == ["M106 70L294 70M106 65L106 75M294 65L294 75"])
        #expect(chart.html.markup.contains("★ b") && !chart.html.markup.contains("★ a"))
    }

    @Test func histogramBarsCoverTheirBin() throws {
        // x from 1 to 100, y from 0.5 to 110; the bar of 10 to 99 starts in the middle and has a hundred members.
        let chart = Histogram(
            bins: [.init(lower: 1, end: 10, count: 1), .init(lower: 10, end: 100, count: 100)], xTitle: "x",
            yTitle: "y",
            style: Self.style)
        let bars = try #require(MarkupReader.read("<svg>\(chart.html.markup)</svg>")).filter { $0.name == "rect" }
        let middle = (chart.frame.left + chart.frame.right) / 2
        #expect(bars.map { $0.attributes["x"] } == [Coordinate.text(chart.frame.left), Coordinate.text(middle)])
        #expect(bars.map { $0.text } == ["1 to 9: 1", "10 to 99: 100"])
        // log(1/0.5) / log(110/0.5) = 0.128514 of the height of 176.
        #expect(bars.first?.attributes["height"] == Coordinate.text(0.128514 * 176))
    }

    @Test func flowBarsAreSharesOfTheLargestStep() {
        let chart = FlowChart(
            steps: [.init(name: "load", rowsIn: 1000, rowsOut: 750), .init(name: "clean", rowsIn: 750, rowsOut: 0)],
            style: Self.style)
        #expect(chart.length(1000) == 398 && chart.length(500) == 199)
        let bars = (MarkupReader.read("<svg>\(chart.html.markup)</svg>") ?? []).filter { $0.name == "rect" }
        // 750 of 1,000 rows: 298.5 units kept, 99.5 dropped; then nothing kept.
        #expect(bars.map { $0.attributes["width"] } == ["298.5", "99.5", "0", "298.5"])
        #expect(chart.html.markup.contains("750 rows (−25.0\u{A0}%)"))
    }

    @Test func anEmptyTableDrawsNoBarsWithoutAWidth() {
        let chart = FlowChart(steps: [.init(name: "load", rowsIn: 0, rowsOut: 0)], style: Self.style)
        #expect(chart.length(0) == 0)
    }

    @Test func twentyFourSeriesLookDifferent() {
        let styles = (0..<24).map(SeriesStyle.init)
        for first in 0..<24 {
            for second in 0..<first { #expect(styles[first] != styles[second], "\(first) and \(second)") }
        }
    }
}

@Suite struct PointNameTests {
    /// Four marks so close that names beside them would cover each other: every name finds a side of its own.
    @Test func namesOfCloseMarksKeepApart() throws {
        let points = ["A", "B", "C", "D"].enumerated().map { index, name in
            PointChart.Point(name: name, x: 1 + Double(index) * 0.001, y: 1, style: SeriesStyle(index), note: name)
        }
        let frame = PlotFrame(x: .linear("x", covering: [0, 2]), y: .linear("y", covering: [0, 2]))
        let elements = try #require(MarkupReader.read(PointChart(frame: frame, points: points).html.markup))
        let names = elements.filter { $0.name == "text" && ["A", "B", "C", "D"].contains($0.text) }
        let places = names.compactMap { name in
            name.attributes["x"].flatMap(Double.init).flatMap { x in
                name.attributes["y"].flatMap(Double.init).map { (x, $0) }
            }
        }
        try #require(places.count == 4)
        for (index, first) in places.enumerated() {
            for second in places[..<index] {
                #expect(abs(first.0 - second.0) >= 7 || abs(first.1 - second.1) >= 16, "\(first) and \(second)")
            }
        }
    }
}
