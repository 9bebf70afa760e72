import Modelling
import Pipeline

/// Accuracy against the length of the list: a line per candidate, a chart per metric.
struct ListLengthSection: ReportSection {
    let id = "list-length"
    let title = "Accuracy against list length"

    /// More lines than this can't be told apart.
    static let mostLines = 8

    func content(for content: ReportContent) -> HTML? {
        guard let evaluation = content.evaluation else { return nil }
        var metrics: [String] = []
        for curve in evaluation.candidates.flatMap(\.curves)
        where !metrics.contains(curve.metric) && !curve.points.isEmpty {
            metrics.append(curve.metric)
        }
        guard !metrics.isEmpty else { return nil }
        let shown = Self.shown(of: evaluation, content)
        return HTML(.div) {
            HTML.paragraph("On the test part. Read it at the length of the list your pages and mails show.")
            if shown.count < evaluation.candidates.count {
                HTML.paragraph(
                    "The best \(Numbers.count(shown.count)) of \(Numbers.count(evaluation.candidates.count)) candidates are drawn."
                )
            }
            HTML(.div, .class("charts")) {
                for (index, metric) in metrics.enumerated() { figure(of: metric, shown, content, index: index) }
            }
        }
    }

    /// The winner and the best others by the selected metric, in the order of the run.
    private static func shown(of evaluation: Evaluation, _ content: ReportContent) -> [Evaluation.CandidateScores] {
        let withCurves = evaluation.candidates.filter { !$0.curves.isEmpty }
        guard withCurves.count > mostLines, let metric = content.selectMetric else { return withCurves }
        let direction = MetricDirection(of: metric, in: evaluation)
        func value(_ candidate: Evaluation.CandidateScores) -> Double {
            let value = candidate.metrics.first { $0.metric == metric }?.value.value ?? .nan
            return value.isFinite ? direction.gain(value, over: 0) : -.infinity
        }
        let ranked = withCurves.sorted { left, right in
            if (left.id == evaluation.selected) != (right.id == evaluation.selected) {
                return left.id == evaluation.selected
            }
            return value(left) > value(right)
        }
        let kept = Set(ranked.prefix(mostLines).map(\.id))
        return withCurves.filter { kept.contains($0.id) }
    }

    private func figure(
        of metric: String, _ candidates: [Evaluation.CandidateScores], _ content: ReportContent, index: Int
    ) -> HTML {
        let series = candidates.compactMap { candidate -> LineChart.Series? in
            guard let curve = candidate.curves.first(where: { $0.metric == metric }) else { return nil }
            let points = curve.points.map { (Double($0.listLength), $0.value) }
            return .init(name: candidate.id, style: content.style(ofCandidate: candidate.id), points: points)
        }
        let frame = PlotFrame(
            x: Self.lengthAxis(over: series.flatMap(\.points).map(\.x)),
            y: .linear("\(metric)@k", covering: series.flatMap(\.points).map(\.y), from: 0))
        return Figure(
            id: "list-length-\(index)", title: "\(metric) by list length",
            description: series.map(Self.description).joined(separator: "; "), height: frame.height,
            drawing: LineChart(frame: frame, series: series).html,
            legend: series.map { .init(name: $0.name, style: $0.style) },
            numbers: numbers(of: series, metric: metric, index: index)
        ).html
    }

    /// Lists of 1 to 100 need a logarithmic axis to show their short end.
    private static func lengthAxis(over lengths: [Double]) -> Axis {
        let title = "k, items in the list"
        guard let least = lengths.min(), let most = lengths.max(), least >= 1, most / least >= 10 else {
            return .linear(title, covering: lengths, wholeNumbers: true)
        }
        return .logarithmic(title, covering: lengths)
    }

    private static func description(of series: LineChart.Series) -> String {
        let points = series.points.map { "\(Numbers.metric($0.y)) at \(Numbers.count(Int($0.x)))" }
        return "\(series.name): \(points.joined(separator: ", "))"
    }

    private func numbers(of series: [LineChart.Series], metric: String, index: Int) -> DataTable {
        let lengths = Set(series.flatMap(\.points).map(\.x)).sorted()
        return DataTable(
            id: "list-length-\(index)-numbers", caption: "\(metric)@k",
            columns: [.number("k")] + series.map { .number(.name($0.name)) },
            rows: lengths.map { length in
                let cells = series.map { line -> HTML in
                    line.points.first { $0.x == length }.map { HTML(text: Numbers.metric($0.y)) } ?? "–"
                }
                return .init([HTML(text: Numbers.count(Int(length)))] + cells)
            })
    }
}
