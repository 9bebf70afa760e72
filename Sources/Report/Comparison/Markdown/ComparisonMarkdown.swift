import Modelling
import Pipeline

/// The comparison as a pull request shows it: the summary, the values, the differences, what changed in settings and data.
struct ComparisonMarkdown {
    let view: ComparisonView
    let summary: ComparisonSummary
    var comparison: Comparison { view.comparison }

    var text: String {
        let parts =
            [heading, models, values] + comparison.pairs.map(differences)
            + [segments, curves, training, calibration, lists, settings, data, notes]
        return parts.filter { !$0.isEmpty }.joined(separator: "\n\n") + "\n"
    }

    private var heading: String {
        "## Comparison of \(Numbers.count(view.models.count)) models\n\n"
            + summary.paragraphs.map(Markdown.text).joined(separator: "\n\n")
    }

    private func differences(_ pair: Comparison.Pair) -> String {
        let name = Markdown.text(view.name(pair.model))
        if let obstacle = pair.obstacle { return "### \(name): not tested\n\n\(obstacle)" }
        return "### \(name) less \(Markdown.text(view.name(0)))\n\n"
            + Markdown.table(
                ["metric", "verdict", "difference", "95 % interval", "p, bootstrap", "p, signed-rank", "users"],
                textColumns: 2,
                rows: pair.tests.map { test in
                    [
                        Markdown.code(test.metric), DifferencesSection.words(for: test),
                        Numbers.signed(test.difference),
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
            + (segments.hasDifferences
                ? "\n\nIn brackets: 95 % interval of the difference from the baseline, not corrected for the number of groups."
                : "")
    }

    private var notes: String {
        comparison.notes.isEmpty
            ? "" : "### Left out\n\n" + comparison.notes.map { "- \(Markdown.text($0))" }.joined(separator: "\n")
    }
}
