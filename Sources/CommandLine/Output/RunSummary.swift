import Pipeline

/// What a run prints when it is done: rows in and out of each stage, candidates and metrics, where things lie.
struct RunSummary {
    let result: RunResult

    var text: String {
        var parts = [stages]
        if let evaluation = result.evaluation { parts.append(candidates(evaluation)) }
        parts.append(places)
        return parts.joined(separator: "\n")
    }

    private var stages: String {
        var table = TextTable(
            header: ["stage", "status", "seconds", "rows in", "rows out", "dropped"], rightAligned: [2, 3, 4])
        for record in result.record.stages {
            table.add([
                record.stage.rawValue, status(of: record), Figures.decimal(record.seconds, places: 2),
                rows(record.steps, \.rowsIn, first: true), rows(record.steps, \.rowsOut, first: false),
                dropped(record.steps),
            ])
        }
        return table.text
    }

    private func status(of record: StageRecord) -> String {
        record.fromRun.map { record.status == .cached ? "cached (\($0))" : record.status.rawValue }
            ?? record.status.rawValue
    }

    /// Rows over all tables of a stage: into the first step of each, out of the last.
    private func rows(_ steps: [StepAccount], _ count: (StepAccount) -> Int, first: Bool) -> String {
        guard !steps.isEmpty else { return "" }
        var byTable: [String: Int] = [:]
        for step in steps where !(first && byTable[step.table] != nil) { byTable[step.table] = count(step) }
        return Figures.count(byTable.values.reduce(0, +))
    }

    private func dropped(_ steps: [StepAccount]) -> String {
        var reasons: [(reason: String, count: Int)] = []
        for dropped in steps.flatMap(\.dropped) {
            if let index = reasons.firstIndex(where: { $0.reason == dropped.reason }) {
                reasons[index].count += dropped.count
            } else {
                reasons.append(dropped)
            }
        }
        return reasons.map { "\($0.reason) \(Figures.count($0.count))" }.joined(separator: ", ")
    }

    private func candidates(_ evaluation: Evaluation) -> String {
        let metrics = evaluation.candidates.first?.metrics.map(\.metric) ?? []
        var table = TextTable(
            header: ["", "candidate", "model"] + metrics + ["fit seconds"],
            rightAligned: Set(3..<(4 + metrics.count)))
        for candidate in evaluation.candidates {
            let values = candidate.metrics.map { Figures.decimal($0.value.value, places: 4) }
            table.add(
                [candidate.id == evaluation.selected ? "→" : "", candidate.id, candidate.modelName] + values
                    + [Figures.decimal(candidate.fitSeconds, places: 2)])
        }
        return table.text + "→ selected on the \(evaluation.selectedOn) part\n"
    }

    private var places: String {
        var table = TextTable(header: ["run", result.record.id])
        if let report = result.report { table.add(["report", report]) }
        if let bundle = result.bundle { table.add(["bundle", bundle + (result.isPublished ? " (published)" : "")]) }
        return table.text
    }
}
