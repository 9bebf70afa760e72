import Modelling
import Pipeline

/// The comparison as a pull request shows it: the summary, the values, the differences, what changed in settings and data.
struct ComparisonMarkdown {
    let view: ComparisonView
    let summary: ComparisonSummary
    private var comparison: Comparison { view.comparison }

    var text: String {
        let parts = [heading, models, values] + comparison.pairs.map(differences) + [segments, settings, data, notes]
        return parts.filter { !$0.isEmpty }.joined(separator: "\n\n") + "\n"
    }

    private var heading: String {
        "## Comparison of \(Numbers.count(view.models.count)) models\n\n"
            + summary.paragraphs.map(Markdown.text).joined(separator: "\n\n")
    }

    private var models: String {
        Markdown.table(
            ["model", "kind", "run", "pipeline", "fitted in", "tested on"], textColumns: 4,
            rows: view.models.indices.map { index in
                let model = view.models[index]
                return [
                    Markdown.text(view.name(index)) + (index == 0 ? " (baseline)" : ""), Markdown.code(model.modelName),
                    Markdown.code(model.run.id), Markdown.text("\(model.run.pipelineName) on \(model.run.configName)"),
                    Numbers.duration(seconds: model.fitSeconds),
                    model.testDigest == view.models[0].testDigest ? "the same pairs" : "**other pairs**",
                ]
            })
    }

    private var values: String {
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

    private func differences(_ pair: Comparison.Pair) -> String {
        let title = "### \(Markdown.text(view.name(pair.model))) less \(Markdown.text(view.name(0)))\n\n"
        if let obstacle = pair.obstacle { return "\(title)Not tested. \(obstacle)" }
        return title
            + Markdown.table(
                ["metric", "verdict", "difference", "95 % interval", "p, bootstrap", "p, signed-rank", "users"],
                textColumns: 2,
                rows: pair.tests.map { test in
                    [
                        Markdown.code(test.metric), test.verdict.rawValue, Numbers.signed(test.difference),
                        "\(Numbers.signed(test.low)) to \(Numbers.signed(test.high))",
                        PValue.text(test.adjustedBootstrapP), PValue.text(test.adjustedWilcoxonP),
                        Numbers.count(test.userCount),
                    ]
                }) + "\n\nPaired over users; p-values corrected over the metrics by Holm's method."
    }

    private var segments: String {
        guard let segments = comparison.segments, !segments.groups.isEmpty else { return "" }
        let rows = segments.groups.flatMap { group in
            group.segments.map { segment in
                [Markdown.text(group.title), Markdown.text(segment.name), Numbers.count(segment.userCount)]
                    + segments.models.indices.map { place in
                        let value = Numbers.metric(segment.values[place])
                        guard let difference = segment.differences[place] else { return value }
                        return "\(value) (\(Numbers.signed(difference.low)) to \(Numbers.signed(difference.high)))"
                    }
            }
        }
        return "### \(Markdown.code(segments.metric)) by segment\n\n"
            + Markdown.table(
                ["users by", "group", "users"] + segments.models.map { Markdown.text(view.name($0)) }, textColumns: 2,
                rows: rows)
            + "\n\nIn brackets: 95 % interval of the difference from the baseline, not corrected for the number of groups."
    }

    private var settings: String {
        let tables = [
            ("Pipeline", comparison.pipelineDifferences), ("Config", comparison.configDifferences),
            ("Environment", comparison.environmentDifferences),
        ].filter { !$0.1.isEmpty }.map { title, differences in
            "#### \(title)\n\n"
                + Markdown.table(
                    ["path"] + comparison.runs.indices.map { "\(view.runName($0))" },
                    textColumns: 1 + comparison.runs.count,
                    rows: differences.map { difference in
                        [Markdown.code(difference.path)]
                            + difference.values.map { value in
                                value.map { Markdown.code($0.stringValue ?? $0.text()) } ?? "–"
                            }
                    })
        }
        return tables.isEmpty
            ? "Pipelines, configs and environments are the same."
            : "### What differs in the settings\n\n" + tables.joined(separator: "\n\n")
    }

    private var data: String {
        guard comparison.runs.count > 1 else { return "" }
        let counts = comparison.data.counts.map { count in
            [Markdown.text(count.name)] + count.values.map { $0.map(Numbers.count) ?? "–" }
        }
        let drifts = comparison.data.drifts.map { drift in
            ["drift of \(Markdown.text(drift.title))"] + drift.distances.map { $0.map(Numbers.percent) ?? "–" }
        }
        guard !counts.isEmpty else { return "" }
        return "### Data\n\n"
            + Markdown.table(
                [""] + comparison.runs.indices.map { view.runName($0) }, textColumns: 1, rows: counts + drifts)
    }

    private var notes: String {
        comparison.notes.isEmpty
            ? "" : "### Left out\n\n" + comparison.notes.map { "- \(Markdown.text($0))" }.joined(separator: "\n")
    }
}
