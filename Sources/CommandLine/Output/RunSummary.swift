import Pipeline

/// What a run prints when it is done: rows in and out of each stage, candidates and metrics, where things lie.
struct RunSummary {
    let result: RunResult

    var text: String {
        var parts = [stages]
        parts += result.record.searches.compactMap(Self.search)
        if let evaluation = result.evaluation { parts.append(candidates(evaluation)) }
        if let gate = result.record.gate { parts.append(GateDescription(verdict: gate).text) }
        parts.append(places)
        return parts.joined(separator: "\n")
    }

    private var stages: String {
        var table = TextTable(
            header: ["stage", "status", "seconds", "rows in", "rows out", "dropped"], rightAligned: [2, 3, 4])
        var rows: [String: Int] = [:]
        for record in result.record.stages {
            let before = record.stage == .load ? Self.rowsRead(record.steps) : rows.values.reduce(0, +)
            for step in record.steps { rows[step.table] = step.rowsOut }
            let isCounted = !record.steps.isEmpty
            table.add([
                record.stage.rawValue, status(of: record), Numbers.fixed(record.seconds, places: 2),
                isCounted ? Numbers.count(before) : "", isCounted ? Numbers.count(rows.values.reduce(0, +)) : "",
                dropped(record.steps),
            ])
        }
        return table.text
    }

    /// Rows of all tables together; those out of a stage are those into the next.
    private static func rowsRead(_ steps: [StepAccount]) -> Int {
        steps.reduce(0) { $0 + $1.rowsIn }
    }

    private func status(of record: StageRecord) -> String {
        record.fromRun.map { record.status == .cached ? "cached (\($0))" : record.status.rawValue }
            ?? record.status.rawValue
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
        return reasons.map { "\($0.reason) \(Numbers.count($0.count))" }.joined(separator: ", ")
    }

    private func candidates(_ evaluation: Evaluation) -> String {
        let metrics = evaluation.candidates.first?.metrics.map(\.metric) ?? []
        var table = TextTable(
            header: ["", "candidate", "model"] + metrics + ["fit seconds"],
            rightAligned: Set(3..<(4 + metrics.count)))
        for candidate in evaluation.candidates {
            let values = candidate.metrics.map { Numbers.fixed($0.value.value, places: 4) }
            table.add(
                [candidate.id == evaluation.selected ? "→" : "", candidate.id, candidate.modelName] + values
                    + [Numbers.fixed(candidate.fitSeconds, places: 2)])
        }
        return table.text + "→ selected on the \(evaluation.selectedOn) part\n"
    }

    /// The best trial of a search: ``als: trial 7 of 20 is best, ndcg@10 0.1234 on the validation part: factors 64, alpha 3``
    private static func search(_ search: SearchRecord) -> String? {
        guard let best = search.best, let score = best.score else { return nil }
        let settings = best.parameters.map { "\($0.name) \($0.value.stringValue ?? $0.value.text())" }
        return "\(search.candidate): trial \(best.number) of \(search.trials.count) is best, \(search.metric) "
            + "\(Numbers.fixed(score, places: 4)) on the validation part: \(settings.joined(separator: ", "))\n"
    }

    private var places: String {
        var table = TextTable(header: ["run", result.record.id])
        if let report = result.report { table.add(["report", report]) }
        if let bundle = result.bundle { table.add(["bundle", bundle + (result.isPublished ? " (published)" : "")]) }
        return table.text
    }
}
