import Modelling
import Pipeline

/// Accuracy against the length of the list: a line per model, a chart per metric.
struct ComparedLengthsSection: ComparisonSection {
    let id = "list-length"
    let title = "By list length"

    func content(for view: ComparisonView) -> HTML? {
        var metrics: [String] = []
        for curve in view.models.flatMap(\.curves) where !metrics.contains(curve.metric) && !curve.points.isEmpty {
            metrics.append(curve.metric)
        }
        guard !metrics.isEmpty else { return nil }
        return HTML(.div) {
            HTML.paragraph("On the test part. Read it at the length of the list your pages and mails show.")
            if let note = view.incomparableNote { HTML.paragraph(HTML(text: note)) }
            HTML(.div, .class("charts")) {
                for (index, metric) in metrics.enumerated() { figure(of: metric, index: index, view) }
            }
        }
    }

    private func figure(of metric: String, index: Int, _ view: ComparisonView) -> HTML {
        let lines = view.models.indices.compactMap { model -> NumberedLines.Line? in
            guard let curve = view.models[model].curves.first(where: { $0.metric == metric }) else { return nil }
            let points = curve.points.map { (Double($0.listLength), $0.value) }
            return .init(name: view.name(model), style: view.style(model), points: points)
        }
        return NumberedLines(
            id: "list-length-\(index)", title: "\(metric) by list length", subtitle: nil,
            x: .logarithmic("k, items in the list", covering: lines.flatMap(\.points).map(\.x)),
            y: .linear("\(metric)@k", covering: lines.flatMap(\.points).map(\.y), from: 0), xTitle: "k", lines: lines
        ).html
    }
}
