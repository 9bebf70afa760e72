import Pipeline

/// What differs between the runs.
extension ComparisonMarkdown {
    var settings: String {
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

    var data: String {
        guard comparison.runs.count > 1 else { return "" }
        let counts = comparison.data.counts.map { count in
            [Markdown.text(count.name)] + count.values.map { $0.map(Numbers.count) ?? "–" }
        }
        let drifts = comparison.data.drifts.map { drift in
            ["drift of \(Markdown.text(drift.title))"] + drift.distances.map { $0.map(Numbers.percent) ?? "–" }
        }
        let sentence = "### Data\n\n\(Markdown.text(ComparedInputs(view).text))"
        guard !counts.isEmpty else { return sentence }
        return sentence + "\n\n"
            + Markdown.table(
                [""] + comparison.runs.indices.map { view.runName($0) }, textColumns: 1, rows: counts + drifts)
    }
}
