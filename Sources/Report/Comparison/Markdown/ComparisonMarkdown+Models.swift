import Modelling
import Pipeline

/// What each model is and scores.
extension ComparisonMarkdown {
    var models: String {
        Markdown.table(
            ["model", "kind", "gate", "run", "pipeline", "fitted in", "size", "tested on"], textColumns: 5,
            rows: view.models.indices.map { index in
                let model = view.models[index]
                return [
                    Markdown.text(view.name(index)) + (index == 0 ? " (baseline)" : "")
                        + (model.isPublished ? " (published)" : ""),
                    Markdown.code(model.modelName), model.verdict?.decision.rawValue ?? "–",
                    Markdown.code(model.run.id), Markdown.text("\(model.run.pipelineName) on \(model.run.configName)"),
                    Numbers.duration(seconds: model.fitSeconds), model.bytes.map(Numbers.bytes) ?? "unknown",
                    view.isComparable(index) ? "the same pairs" : "**other pairs**",
                ]
            })
    }

    var values: String {
        let rows = comparison.metrics.map { metric in
            let best = ComparedValuesSection.best(metric, view)
            return [Markdown.code(metric)]
                + view.models.indices.map { model in
                    guard let value = view.models[model].value(of: metric) else { return "–" }
                    let number = Numbers.metric(value.value)
                    let interval = value.low.flatMap { low in
                        value.high.map { " (\(Numbers.metric(low)) to \(Numbers.metric($0)))" }
                    }
                    return (best.contains(model) ? "**\(number)**" : number) + (interval ?? "")
                }
        }
        return "### Metrics\n\n"
            + Markdown.table(
                ["metric"] + view.models.indices.map { Markdown.text(view.name($0)) }, textColumns: 1, rows: rows)
            + "\n\nBold: best among models tested on the baseline's pairs. In brackets: 95 % bootstrap intervals."
    }

    /// A row for each metric and model, a column for each list length.
    var curves: String {
        let all = view.models.flatMap(\.curves).filter { !$0.points.isEmpty }
        let lengths = Set(all.flatMap { $0.points.map(\.listLength) }).sorted()
        var metrics: [String] = []
        for metric in all.map(\.metric) where !metrics.contains(metric) { metrics.append(metric) }
        guard !metrics.isEmpty else { return "" }
        let rows = metrics.flatMap { metric in
            view.models.indices.compactMap { model -> [String]? in
                guard let curve = view.models[model].curves.first(where: { $0.metric == metric }) else { return nil }
                return [Markdown.code("\(metric)@k"), Markdown.text(view.name(model))]
                    + lengths.map { length in
                        curve.points.first { $0.listLength == length }.map { Numbers.metric($0.value) } ?? "–"
                    }
            }
        }
        return "### By list length\n\n"
            + Markdown.table(["metric", "model"] + lengths.map { "k = \($0)" }, textColumns: 2, rows: rows)
            + (view.incomparableNote.map { "\n\n\(Markdown.text($0))" } ?? "")
    }

    var training: String {
        let rows = view.models.indices.compactMap { index -> [String]? in
            guard let trace = view.models[index].trace, !trace.iterations.isEmpty else { return nil }
            let losses = trace.iterations.compactMap(\.loss)
            // Some models report a loss now and then only: a later one is no first.
            let first = trace.iterations.first { $0.number == 1 }?.loss
            let kept = trace.iterations.first { $0.number == trace.chosenIteration }
            return [
                Markdown.text(view.name(index)), TrainingSection.ending(of: trace),
                Numbers.count(trace.chosenIteration),
                first.map(Numbers.metric) ?? "–", losses.last.map(Numbers.metric) ?? "–",
                kept?.validation.map { validation(of: view.models[index], $0) } ?? "–",
            ]
        }
        guard !rows.isEmpty else { return "" }
        return "### Training\n\n"
            + Markdown.table(
                ["model", "ended", "kept iteration", "first loss", "final loss", "validation of the kept"],
                textColumns: 2,
                rows: rows)
            + "\n\nEach model minimises its own objective: losses of two models need not be on one scale."
    }

    /// With its metric: runs may select by different ones.
    private func validation(of model: ComparedModel, _ value: Double) -> String {
        (model.selectMetric.map { "\(Markdown.code($0)) " } ?? "") + Numbers.metric(value)
    }

    var calibration: String {
        guard !comparison.calibrations.isEmpty else { return "" }
        return "### Calibration of predicted ratings\n\n"
            + Markdown.table(
                ["model", "mean distance of rating from prediction", "test rows"], textColumns: 1,
                rows: comparison.calibrations.map { calibration in
                    [
                        Markdown.text(view.name(calibration.model)), Numbers.metric(calibration.meanDistance),
                        Numbers.count(calibration.rows),
                    ]
                })
            + "\n\nOver ten groups of test rows by prediction; 0 is calibrated."
    }
}
