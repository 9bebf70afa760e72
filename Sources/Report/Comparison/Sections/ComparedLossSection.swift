import Modelling
import Pipeline

/// Loss and validation metric by iteration.
struct ComparedLossSection: ComparisonSection {
    let id = "training"
    let title = "Training"

    func content(for view: ComparisonView) -> HTML? {
        let losses = lines(view, of: view.models.indices.map(\.self)) { $0.loss }.compactMap(Self.relative)
        let validations = Self.byMetric(view).map { metric, models in
            (metric: metric, lines: lines(view, of: models) { $0.validation })
        }.filter { !$0.lines.isEmpty }
        guard !losses.isEmpty || !validations.isEmpty else { return nil }
        return HTML(.div) {
            HTML.paragraph(
                "Each model minimises its own objective, so losses are drawn as a share of the first one the model reported: compare how fast they level off, not how low they get."
            )
            HTML(.div, .class("charts")) {
                if !losses.isEmpty {
                    chart(
                        losses, id: "loss", title: "Loss by iteration", subtitle: Self.lateStarts(losses),
                        unit: "share of the first loss reported")
                }
                for (index, validation) in validations.enumerated() {
                    chart(
                        validation.lines, id: "validation-\(index)", title: "\(validation.metric) by iteration",
                        unit: "\(validation.metric), validation part")
                }
            }
        }
    }

    /// The models by the metric their training was validated with: two metrics have no axis in common.
    private static func byMetric(_ view: ComparisonView) -> [(metric: String, models: [Int])] {
        var groups: [(metric: String, models: [Int])] = []
        for model in view.models.indices {
            let metric = view.models[model].selectMetric ?? "validation metric"
            if let place = groups.firstIndex(where: { $0.metric == metric }) {
                groups[place].models.append(model)
            } else {
                groups.append((metric, [model]))
            }
        }
        return groups
    }

    private func lines(
        _ view: ComparisonView, of models: [Int], _ value: (TrainingTrace.Iteration) -> Double?
    ) -> [NumberedLines.Line] {
        models.compactMap { model in
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

    /// Which lines are a share of a later loss than the first iteration's; nil where none is. Models that evaluate
    /// their objective now and then report none at first, and what they gained until then is not in their line.
    private static func lateStarts(_ lines: [NumberedLines.Line]) -> String? {
        let late = lines.compactMap { line -> String? in
            guard let first = line.points.first, first.x > 1 else { return nil }
            return "\(line.name) after iteration \(Numbers.count(Int(first.x)))"
        }
        guard !late.isEmpty else { return nil }
        let others = late.count < lines.count ? ["the others after iteration 1"] : []
        return "1 is the first loss reported: " + (late + others).joined(separator: ", ")
    }

    private func chart(
        _ lines: [NumberedLines.Line], id: String, title: String, subtitle: String? = nil, unit: String
    ) -> HTML {
        let points = lines.flatMap(\.points)
        return NumberedLines(
            id: "training-\(id)", title: title, subtitle: subtitle,
            x: .linear("iteration", covering: points.map(\.x), wholeNumbers: true),
            y: .linear(unit, covering: points.map(\.y)), xTitle: "iteration", lines: lines
        ).html
    }
}
