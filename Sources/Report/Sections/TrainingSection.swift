import Modelling
import Pipeline

/// Loss per iteration: one chart per candidate, since objectives differ in scale.
struct TrainingSection: ReportSection {
    let id = "training"
    let title = "Loss per iteration"

    func content(for content: ReportContent) -> HTML? {
        guard !content.curves.isEmpty else { return nil }
        let drawn = content.curves.filter { curve in
            curve.trace.iterations.contains { $0.loss != nil || $0.validation != nil }
        }
        let others = content.curves.filter { curve in !drawn.contains { $0.candidate == curve.candidate } }
        return HTML(.div) {
            HTML.paragraph(
                "Each candidate minimises its own objective, so the charts cannot be compared by height. The dashed line marks the iteration whose model was kept."
            )
            for start in content.run.starts { HTML.paragraph(HTML(text: "\(start.text).")) }
            HTML(.div, .class("charts")) {
                for (index, curve) in drawn.enumerated() { charts(of: curve, index: index, content) }
            }
            if !others.isEmpty {
                HTML.paragraph(
                    "Without a loss to draw: \(.joined(others.map { .name($0.candidate) }, separator: ", ")).")
            }
        }
    }

    private func charts(of curve: ReportContent.TrainedCurve, index: Int, _ content: ReportContent) -> HTML {
        let style = content.style(ofCandidate: curve.candidate)
        let metric = content.selectMetric.map { "\($0), validation part" } ?? "validation metric"
        let iterations = curve.trace.iterations
        let loss = iterations.compactMap { iteration in iteration.loss.map { (Double(iteration.number), $0) } }
        let validation = iterations.compactMap { iteration in
            iteration.validation.map { (Double(iteration.number), $0) }
        }
        var charts: [HTML] = []
        if !loss.isEmpty {
            charts.append(
                chart(curve, of: "loss", unit: "training objective", id: "loss-\(index)", points: loss, style: style))
        }
        if !validation.isEmpty {
            charts.append(
                chart(
                    curve, of: "validation", unit: metric, id: "validation-\(index)", points: validation, style: style))
        }
        return .joined(charts)
    }

    private func chart(
        _ curve: ReportContent.TrainedCurve, of what: String, unit: String, id: String,
        points: [(x: Double, y: Double)],
        style: SeriesStyle
    ) -> HTML {
        let chosen = curve.trace.chosenIteration
        let numbers = points.map { Double($0.x) }
        let frame = PlotFrame(
            x: .linear("iteration", covering: numbers, wholeNumbers: true), y: .linear(unit, covering: points.map(\.y)),
            height: 210)
        let isShown = numbers.contains(Double(chosen))
        let chart = LineChart(
            frame: frame, series: [.init(name: curve.candidate, style: style, points: points)],
            rule: isShown ? .init(x: Double(chosen), label: "kept: \(chosen)") : nil)
        return Figure(
            id: id, title: "\(curve.candidate): \(what)", subtitle: Self.ending(of: curve.trace),
            description: Self.description(of: points, unit: unit), height: frame.height, drawing: chart.html,
            numbers: DataTable(
                id: "\(id)-numbers", caption: "\(curve.candidate): \(unit)",
                columns: [.number("Iteration"), .number("\(unit)")],
                rows: points.map { .init([HTML(text: Numbers.count(Int($0.x))), HTML(text: Numbers.metric($0.y))]) })
        ).html
    }

    static func ending(of trace: TrainingTrace) -> String {
        let count = trace.iterations.count
        let iterations = "\(Numbers.count(count)) iteration\(count == 1 ? "" : "s")"
        return switch trace.ending {
        case .finished: iterations
        case .stoppedEarly: "stopped early after \(iterations)"
        case .timeBudget: "stopped by the time budget after \(iterations)"
        case .paused: "paused after \(iterations)"
        }
    }

    private static func description(of points: [(x: Double, y: Double)], unit: String) -> String {
        guard let first = points.first, let last = points.last else { return "" }
        return "\(unit) from \(Numbers.metric(first.y)) at iteration \(Numbers.count(Int(first.x))) "
            + "to \(Numbers.metric(last.y)) at iteration \(Numbers.count(Int(last.x)))"
    }
}
