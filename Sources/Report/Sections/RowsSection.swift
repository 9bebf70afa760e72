import Pipeline

/// Rows through each step: no row disappears without a reason.
struct RowsSection: ReportSection {
    let id = "rows"
    let title = "Rows through each step"

    func content(for content: ReportContent) -> HTML? {
        let stages = content.run.stages.filter { !$0.steps.isEmpty }
        guard !stages.isEmpty else { return nil }
        return HTML(.div) {
            HTML(.div, .class("charts")) {
                for (index, table) in Self.tables(of: stages).enumerated() { flow(of: table, in: stages, index: index) }
            }
            for stage in stages { self.table(of: stage) }
        }
    }

    /// The tables of all steps, in the order they first appear.
    private static func tables(of stages: [StageRecord]) -> [String] {
        var tables: [String] = []
        for step in stages.flatMap(\.steps) where !tables.contains(step.table) { tables.append(step.table) }
        return tables
    }

    private func flow(of table: String, in stages: [StageRecord], index: Int) -> HTML {
        let steps = stages.flatMap { stage in
            stage.steps.filter { $0.table == table }.map { step in
                FlowChart.Step(
                    name: step.step == stage.stage.rawValue ? step.step : "\(stage.stage.rawValue) · \(step.step)",
                    rowsIn: step.rowsIn, rowsOut: step.rowsOut)
            }
        }
        let chart = FlowChart(steps: steps, style: SeriesStyle(0))
        return Figure(
            id: "flow-\(index)", title: "Rows of \(table)", subtitle: "filled: kept, dashed: dropped",
            description: steps.map { "\($0.name): \(FlowChart.note(for: $0))" }.joined(separator: "; "),
            height: chart.height, drawing: chart.html
        ).html
    }

    private func table(of stage: StageRecord) -> HTML {
        let changes = stage.steps.contains { $0.changed != nil }
        var columns: [DataTable.Column] = [
            .text("Step"), .text("Table"), .number("Rows in"), .number("Rows out"), .text("Dropped, by reason"),
        ]
        if changes { columns.append(.number("Cells changed")) }
        let rows = stage.steps.map { step in
            var cells: [HTML] = [
                HTML(text: step.step), .name(step.table), HTML(text: Numbers.count(step.rowsIn)),
                HTML(text: Numbers.count(step.rowsOut)), dropped(by: step),
            ]
            if changes { cells.append(HTML(text: step.changed.map(Numbers.count) ?? "–")) }
            return DataTable.Row(cells)
        }
        return DataTable(
            id: "rows-\(stage.stage.rawValue)", caption: "Stage \(stage.stage.rawValue)", columns: columns, rows: rows
        ).html
    }

    private func dropped(by step: StepAccount) -> HTML {
        guard !step.dropped.isEmpty else { return "none" }
        return HTML(.ul, .class("list")) {
            for reason in step.dropped {
                HTML(.li) {
                    "\(Numbers.count(reason.count)) \(HTML.code(reason.reason)) "
                    HTML(.small) { "\(Numbers.percent(Double(reason.count) / Double(max(step.rowsIn, 1))))" }
                }
            }
        }
    }
}
