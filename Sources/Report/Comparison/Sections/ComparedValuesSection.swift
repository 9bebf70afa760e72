import Modelling
import Pipeline

/// Metrics side by side with their intervals.
struct ComparedValuesSection: ComparisonSection {
    let id = "values"
    let title = "Metrics side by side"

    func content(for view: ComparisonView) -> HTML? {
        let metrics = view.comparison.metrics
        guard !metrics.isEmpty else { return nil }
        return HTML(.div) {
            DataTable(
                id: "values-table",
                caption: "Values on the test part",
                note:
                    "With 95\u{A0}% bootstrap intervals over users, where a metric has one. “best” marks the best value among models tested on the baseline's pairs. \(view.incomparableNote ?? "")",
                columns: [.text("Model")] + metrics.map { .number(heading($0, view)) },
                rows: view.models.indices.map { model in
                    .init(
                        [HTML.name(view.name(model))] + metrics.map { cell(model, $0, view) }, isMarked: model == 0)
                }
            ).html
            HTML(.div, .class("charts")) {
                for (index, metric) in metrics.enumerated() { chart(of: metric, index: index, view) }
            }
            definitions(of: metrics, view)
        }
    }

    private func heading(_ metric: String, _ view: ComparisonView) -> HTML {
        "\(metric)" + .below(view.direction(metric) == .higherIsBetter ? "higher is better" : "lower is better")
    }

    private func cell(_ model: Int, _ metric: String, _ view: ComparisonView) -> HTML {
        guard let value = view.models[model].value(of: metric) else { return "–" }
        let isBest = Self.best(metric, view).contains(model)
        let number = HTML(text: Numbers.metric(value.value))
        return HTML(.span) {
            if isBest {
                HTML(.span, .class("tag good")) { "best" }
                " "
                HTML(.strong) { number }
            } else {
                number
            }
            if let low = value.low, let high = value.high {
                HTML.range(Numbers.metric(low), Numbers.metric(high))
            }
        }
    }

    /// The models with the best value, among those that can be compared; empty where all share it.
    static func best(_ metric: String, _ view: ComparisonView) -> Set<Int> {
        let direction = view.direction(metric)
        let values = view.comparison.comparable.compactMap { model -> (model: Int, value: Double)? in
            view.models[model].value(of: metric).flatMap { $0.value.isFinite ? (model, $0.value) : nil }
        }
        let top = values.max { direction.gain($1.value, over: $0.value) > 0 }?.value
        let best = values.filter { $0.value == top }.map(\.model)
        return best.count < values.count ? Set(best) : []
    }

    private func chart(of metric: String, index: Int, _ view: ComparisonView) -> HTML {
        let rows = view.models.indices.compactMap { model -> IntervalChart.Row? in
            guard let value = view.models[model].value(of: metric), value.value.isFinite else { return nil }
            return IntervalChart.Row(
                name: view.name(model), value: value.value, low: value.low, high: value.high, style: view.style(model),
                isMarked: false)
        }
        guard rows.contains(where: { $0.low != nil }) else { return .empty }
        let chart = IntervalChart(title: metric, rows: rows)
        return Figure(
            id: "values-\(index)", title: metric, subtitle: "dot: value, line: 95\u{A0}% interval",
            description: rows.map { "\($0.name) \(Numbers.metric($0.value))" }.joined(separator: ", "),
            height: chart.height, drawing: chart.html
        ).html
    }

    private func definitions(of metrics: [String], _ view: ComparisonView) -> HTML {
        var names: [String] = []
        for name in metrics.map(MetricDirection.baseName) where !names.contains(name) && view.definitions[name] != nil {
            names.append(name)
        }
        guard !names.isEmpty else { return .empty }
        return HTML(.h3) { "What the metrics mean" }
            + HTML.facts(names.map { (.code($0), HTML(text: view.definitions[$0] ?? "")) }, class: "terms")
    }
}
