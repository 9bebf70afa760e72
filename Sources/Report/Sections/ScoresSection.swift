import Modelling
import Pipeline

/// Candidates × metrics with their intervals, the winner marked, every metric defined.
struct ScoresSection: ReportSection {
    let id = "scores"
    let title = "Candidates and metrics"

    func content(for content: ReportContent) -> HTML? {
        guard let evaluation = content.evaluation, !evaluation.candidates.isEmpty else { return nil }
        let hasValidation = evaluation.candidates.contains { !$0.validation.isEmpty }
        return HTML(.div) {
            table(content, evaluation, part: "test") { $0.metrics }
            HTML(.div, .class("charts")) {
                chart(content, evaluation, part: "test") { $0.metrics }
                if hasValidation { chart(content, evaluation, part: "validation") { $0.validation } }
            }
            if hasValidation {
                HTML.details(
                    "Scores on the validation part", table(content, evaluation, part: "validation") { $0.validation })
            }
            definitions(content, evaluation)
            settings(content, evaluation)
        }
    }

    private func table(
        _ content: ReportContent, _ evaluation: Evaluation, part: String,
        _ scores: (Evaluation.CandidateScores) -> [Evaluation.Score]
    ) -> HTML {
        var metrics: [String] = []
        for score in evaluation.candidates.flatMap(scores) where !metrics.contains(score.metric) {
            metrics.append(score.metric)
        }
        let columns = metrics.map { metric in
            Column(
                metric: metric, values: evaluation.candidates.map(scores), MetricDirection(of: metric, in: evaluation))
        }
        let chosen: HTML =
            evaluation.selectedOn == part
            ? "The winner was chosen by \(content.selectMetric ?? "the first metric") on this part."
            : "The winner was chosen on the \(evaluation.selectedOn) part."
        return DataTable(
            id: "scores-\(part)",
            caption: "Scores on the \(part) part",
            note:
                "With 95\u{A0}% bootstrap intervals over users, where a metric has one. “best” marks the best value of a metric, ★ the winner. \(chosen)",
            columns: [.text("Candidate"), .text("Model")]
                + columns.map { .number($0.heading) }
                + [.number("Fitted in")],
            rows: evaluation.candidates.enumerated().map { index, candidate in
                DataTable.Row(
                    [
                        name(of: candidate, isWinner: candidate.id == evaluation.selected),
                        HTML(text: candidate.modelName),
                    ]
                        + columns.map { $0.cell(index) } + [
                            HTML(text: Numbers.duration(seconds: candidate.fitSeconds))
                        ],
                    isMarked: candidate.id == evaluation.selected)
            }
        ).html
    }

    private func name(of candidate: Evaluation.CandidateScores, isWinner: Bool) -> HTML {
        guard isWinner else { return .name(candidate.id) }
        return HTML(.strong) { "★ \(HTML.name(candidate.id))" } + .below("winner")
    }

    private func chart(
        _ content: ReportContent, _ evaluation: Evaluation, part: String,
        _ scores: (Evaluation.CandidateScores) -> [Evaluation.Score]
    ) -> HTML {
        guard let metric = content.selectMetric else { return .empty }
        let rows = evaluation.candidates.compactMap { candidate -> IntervalChart.Row? in
            guard let value = scores(candidate).first(where: { $0.metric == metric })?.value, value.value.isFinite
            else {
                return nil
            }
            return IntervalChart.Row(
                name: candidate.id, value: value.value, low: value.low, high: value.high,
                style: content.style(ofCandidate: candidate.id), isMarked: candidate.id == evaluation.selected)
        }
        guard !rows.isEmpty else { return .empty }
        let chart = IntervalChart(title: metric, rows: rows)
        return Figure(
            id: "intervals-\(part)", title: "\(metric) on the \(part) part",
            subtitle: "dot: value, line: 95\u{A0}% interval, ★: winner",
            description: rows.map { "\($0.name) \(Numbers.metric($0.value))" }.joined(separator: ", "),
            height: chart.height, drawing: chart.html
        ).html
    }

    private func definitions(_ content: ReportContent, _ evaluation: Evaluation) -> HTML {
        var names: [String] = []
        for score in evaluation.candidates.flatMap(\.metrics) {
            let name = MetricDirection.baseName(of: score.metric)
            if !names.contains(name), content.definitions[name] != nil { names.append(name) }
        }
        guard !names.isEmpty else { return .empty }
        return HTML(.h3) { "What the metrics mean" }
            + HTML.facts(names.map { (.code($0), HTML(text: content.definitions[$0] ?? "")) }, class: "terms")
    }

    private func settings(_ content: ReportContent, _ evaluation: Evaluation) -> HTML {
        let rows = evaluation.candidates.map { candidate in
            let settings = content.settings(ofCandidate: candidate.id).map { member -> HTML in
                "\(member.name) \(HTML.setting(member.value))"
            }
            return DataTable.Row([
                .name(candidate.id), HTML(text: candidate.modelName),
                settings.isEmpty ? "none" : .joined(settings, separator: ", "),
            ])
        }
        return HTML.details(
            "Settings of the candidates",
            DataTable(
                id: "settings", caption: "Settings, defaults included",
                columns: [.text("Candidate"), .text("Model"), .text("Settings")], rows: rows
            ).html)
    }
}

/// One metric of all candidates.
private struct Column {
    let metric: String
    let values: [MetricValue?]
    /// Positions of the best value; empty where all candidates share it, which singles out none.
    private let best: Set<Int>

    private let direction: MetricDirection

    init(metric: String, values scores: [[Evaluation.Score]], _ direction: MetricDirection) {
        self.metric = metric
        self.direction = direction
        values = scores.map { candidate in candidate.first { $0.metric == metric }?.value }
        let finite = values.enumerated().compactMap { index, value in
            value.flatMap { $0.value.isFinite ? (index: index, value: $0.value) : nil }
        }
        let top = finite.max { direction.gain($1.value, over: $0.value) > 0 }
        let positions = finite.filter { $0.value == top?.value }.map(\.index)
        best = positions.count < finite.count ? Set(positions) : []
    }

    /// Which way is better, and over how many.
    var heading: HTML {
        let direction: HTML =
            self.direction == .higherIsBetter ? "higher is better" : "lower is better"
        let counts = Set(values.compactMap { $0?.count })
        guard counts.count == 1, let count = counts.first, count > 0 else { return "\(metric)" + .below(direction) }
        return "\(metric)" + .below(direction) + .below("over \(Numbers.count(count))")
    }

    func cell(_ index: Int) -> HTML {
        guard let value = values[index] else { return "–" }
        let number = HTML(text: Numbers.metric(value.value))
        let interval = value.low.flatMap { low in value.high.map { (low, $0) } }
        return HTML(.span) {
            if best.contains(index) {
                HTML(.span, .class("tag good")) { "best" }
                " "
                HTML(.strong) { number }
            } else {
                number
            }
            if let (low, high) = interval {
                HTML.range(Numbers.metric(low), Numbers.metric(high))
            }
        }
    }
}
