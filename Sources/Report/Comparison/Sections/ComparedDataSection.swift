import Pipeline

/// How the data of the runs differs: sizes, rows through each step, distributions.
struct ComparedDataSection: ComparisonSection {
    let id = "data"
    let title = "What differs in the data"

    func content(for view: ComparisonView) -> HTML? {
        let comparison = view.comparison
        guard comparison.runs.count > 1 else { return nil }
        let data = comparison.data
        return HTML(.div) {
            HTML.paragraph(HTML(text: ComparedInputs(view).text))
            counts(data, view)
            steps(data, view)
            drift(data, view)
        }
    }

    private func runColumns(_ view: ComparisonView) -> [DataTable.Column] {
        view.comparison.runs.indices.map { .number(HTML(text: view.runName($0))) }
    }

    private func counts(_ data: DataComparison, _ view: ComparisonView) -> HTML {
        var rows = data.counts.map { count in
            DataTable.Row(
                [HTML(text: count.name)]
                    + count.values.enumerated().map { run, value in
                        Self.count(value, over: run == 0 ? nil : count.values[0])
                    })
        }
        if data.sharedTestUsers.dropFirst().contains(where: { $0 != nil }) {
            rows.append(
                .init(
                    ["test users of the first run, found again"]
                        + data.sharedTestUsers.map { HTML(text: $0.map(Numbers.percent) ?? "–") }))
        }
        guard !rows.isEmpty else { return .paragraph("The runs did not keep the sizes of their datasets.") }
        return DataTable(
            id: "data-counts", caption: "Size of the dataset", columns: [.text("Counted")] + runColumns(view),
            rows: rows
        ).html
    }

    /// A count, with its change where there is one to compare with.
    private static func count(_ value: Int?, over first: Int?) -> HTML {
        guard let value else { return "–" }
        guard let first, first > 0, first != value else { return "\(Numbers.count(value))" }
        let change = Double(value - first) / Double(first)
        return "\(Numbers.count(value))" + .below("\(change > 0 ? "+" : "")\(Numbers.percent(change))")
    }

    private func steps(_ data: DataComparison, _ view: ComparisonView) -> HTML {
        let differing = data.steps.filter { step in
            step.rows.contains { $0?.rowsOut != step.rows[0]?.rowsOut || $0?.rowsIn != step.rows[0]?.rowsIn }
        }
        guard !differing.isEmpty else { return .paragraph("Every step kept as many rows in all runs.") }
        return DataTable(
            id: "data-steps", caption: "Rows out of the steps that differ", note: "with the rows into them",
            columns: [.text("Step"), .text("Table")] + runColumns(view),
            rows: differing.map { step in
                .init(
                    ["\(step.stage) · \(step.step)", .name(step.table)]
                        + step.rows.map { rows in
                            rows.map { "\(Numbers.count($0.rowsOut))" + .below("of \(Numbers.count($0.rowsIn))") }
                                ?? "–"
                        })
            }
        ).html
    }

    private func drift(_ data: DataComparison, _ view: ComparisonView) -> HTML {
        guard !data.drifts.isEmpty else { return .empty }
        return HTML(.h3) { "Drift of the distributions" }
            + DataTable(
                id: "data-drift",
                caption: "Distance from the first run's distribution",
                note: "The share of the members that would have to move to another bin to make the two alike.",
                columns: [.text("Distribution of the training part")] + runColumns(view),
                rows: data.drifts.map { drift in
                    .init(
                        ["\(drift.title)"]
                            + drift.distances.enumerated().map { run, distance in
                                run == 0 ? "reference" : HTML(text: distance.map(Numbers.percent) ?? "–")
                            })
                }
            ).html
            + HTML(.div, .class("charts")) {
                for (index, drift) in data.drifts.enumerated() where drift.distances.contains(where: { $0 ?? 0 > 0 }) {
                    chart(of: drift, index: index, view)
                }
            }
    }

    private func chart(of drift: DataComparison.Drift, index: Int, _ view: ComparisonView) -> HTML {
        let lines = drift.shares.indices.compactMap { run -> NumberedLines.Line? in
            let points = drift.shares[run].filter { $0.share > 0 }.map { (Double($0.lower), $0.share) }
            guard !points.isEmpty else { return nil }
            return .init(name: view.runName(run), style: SeriesStyle(run), points: points)
        }
        guard !lines.isEmpty else { return .empty }
        let points = lines.flatMap(\.points)
        return NumberedLines(
            id: "drift-\(index)", title: drift.title.prefix(1).uppercased() + drift.title.dropFirst(), subtitle: nil,
            x: .logarithmic(drift.title, covering: points.map(\.x)),
            y: .linear("share of \(drift.members)", covering: points.map(\.y), from: 0), xTitle: drift.title,
            lines: lines
        ).html
    }
}
