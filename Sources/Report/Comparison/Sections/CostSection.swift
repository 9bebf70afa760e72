import Modelling
import Pipeline

/// Accuracy against what it costs: training time and size.
struct CostSection: ComparisonSection {
    let id = "cost"
    let title = "Accuracy against training time and size"

    func content(for view: ComparisonView) -> HTML? {
        let metric = view.comparison.mainMetric
        guard view.models.contains(where: { $0.value(of: metric)?.value.isFinite == true }) else { return nil }
        return HTML(.div) {
            HTML.paragraph(
                "Time is that of fitting alone, on the machine of the run; size is that of the evaluation model's tensors."
            )
            if let note = view.incomparableNote { HTML.paragraph(HTML(text: note)) }
            HTML(.div, .class("charts")) {
                figure("time", "fitted in seconds", metric, view) { $0.fitSeconds }
                figure("size", "size in megabytes", metric, view) { $0.bytes.map { Double($0) / 1e6 } ?? .nan }
            }
            DataTable(
                id: "cost-table", caption: "What each model costs",
                columns: [.text("Model"), .number("\(metric)"), .number("Fitted in"), .number("Size")],
                rows: view.models.indices.map { index in
                    let model = view.models[index]
                    return .init([
                        .name(view.name(index)),
                        HTML(text: model.value(of: metric).map { Numbers.metric($0.value) } ?? "–"),
                        HTML(text: Numbers.duration(seconds: model.fitSeconds)),
                        HTML(text: model.bytes.map(Numbers.bytes) ?? "unknown"),
                    ])
                }
            ).html
        }
    }

    private func figure(
        _ what: String, _ unit: String, _ metric: String, _ view: ComparisonView, _ cost: (ComparedModel) -> Double
    ) -> HTML {
        let points = view.models.indices.compactMap { index -> PointChart.Point? in
            let model = view.models[index]
            let (x, y) = (cost(model), model.value(of: metric)?.value ?? .nan)
            guard x.isFinite, y.isFinite, x > 0 else { return nil }
            return PointChart.Point(
                name: view.letter(index), x: x, y: y, style: view.style(index),
                note: "\(view.name(index)): \(metric) \(Numbers.metric(y)), \(unit): \(Numbers.metric(x))")
        }
        guard !points.isEmpty else { return .empty }
        let frame = PlotFrame(
            x: .logarithmic(unit, covering: points.flatMap { [$0.x / 1.3, $0.x * 1.3] }),
            y: .linear(metric, covering: points.map(\.y)))
        return Figure(
            id: "cost-\(what)", title: "\(metric) against \(what)",
            description: points.map(\.note).joined(separator: "; "), height: frame.height,
            drawing: PointChart(frame: frame, points: points).html,
            legend: points.map { point in
                .init(
                    name: view.models.indices.first { view.letter($0) == point.name }.map(view.name) ?? "",
                    style: point.style)
            }
        ).html
    }
}
