import Modelling
import Pipeline

/// Loss and validation metric by iteration.
struct ComparedLossSection: ComparisonSection {
    let id = "training"
    let title = "Training"

    func content(for view: ComparisonView) -> HTML? {
        let losses = lines(view) { $0.loss }.compactMap(Self.relative)
        let validations = lines(view) { $0.validation }
        guard !losses.isEmpty || !validations.isEmpty else { return nil }
        return HTML(.div) {
            HTML.paragraph(
                "Each model minimises its own objective, so losses are drawn as a share of the model's first: compare how fast they level off, not how low they get."
            )
            HTML(.div, .class("charts")) {
                if !losses.isEmpty {
                    chart(losses, id: "loss", title: "Loss by iteration", unit: "share of the first loss")
                }
                if !validations.isEmpty {
                    chart(
                        validations, id: "validation", title: "Validation metric by iteration",
                        unit: "\(view.comparison.mainMetric), validation part")
                }
            }
        }
    }

    private func lines(
        _ view: ComparisonView, _ value: (TrainingTrace.Iteration) -> Double?
    ) -> [NumberedLines.Line] {
        view.models.indices.compactMap { model in
            let points = (view.models[model].trace?.iterations ?? []).compactMap { iteration in
                value(iteration).map { (x: Double(iteration.number), y: $0) }
            }
            guard !points.isEmpty else { return nil }
            return .init(name: view.name(model), style: view.style(model), points: points)
        }
    }

    private static func relative(_ line: NumberedLines.Line) -> NumberedLines.Line? {
        guard let first = line.points.first?.y, first.isFinite, first != 0 else { return nil }
        return .init(name: line.name, style: line.style, points: line.points.map { ($0.x, $0.y / first) })
    }

    private func chart(_ lines: [NumberedLines.Line], id: String, title: String, unit: String) -> HTML {
        let points = lines.flatMap(\.points)
        return NumberedLines(
            id: "training-\(id)", title: title, subtitle: nil,
            x: .linear("iteration", covering: points.map(\.x), wholeNumbers: true),
            y: .linear(unit, covering: points.map(\.y)), xTitle: "iteration", lines: lines
        ).html
    }
}
