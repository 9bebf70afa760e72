import Pipeline

/// What the gate decided, at the head of the page: the verdict first, then every condition.
struct GateBox {
    static let id = "gate"

    let verdict: GateVerdict

    /// The one section with that id on the page, and no other inside it: `GateBox.replacing` finds it by that.
    var html: HTML {
        HTML(
            .section, .id(Self.id), .class("gate \(isGood ? "passed" : "stopped")"),
            .init("aria-labelledby", "gate-verdict")
        ) {
            HTML(.p, .class("verdict"), .id("gate-verdict")) { "\(sign) \(title)" }
            HTML.paragraph(opponent)
            if let force = verdict.force {
                HTML.paragraph(
                    "Published by force at \(Instant.text(microseconds: force.at)), because: “\(force.reason)”")
            }
            if let obstacle = verdict.obstacle {
                HTML.paragraph("No fair judgement was possible: \(obstacle.text).")
                if verdict.decision == .refused {
                    HTML.paragraph("What to do: \(obstacle.remedy).")
                }
            }
            conditions
            for condition in verdict.conditions where !condition.outcome.numbers.segments.isEmpty {
                segments(condition)
            }
        }
    }

    private var isGood: Bool { verdict.decision == .passed }

    private var title: String {
        switch verdict.decision {
        case .passed: "The gate let this run pass."
        case .refused: "The gate refused this run: it is not published."
        case .forced: "Published against the gate, which refused this run."
        }
    }

    private var sign: HTML {
        HTML(.span, .class(isGood ? "good" : "bad"), .init("aria-hidden", "true")) { isGood ? "✓" : "✕" }
    }

    private var opponent: HTML {
        guard let champion = verdict.champion else {
            guard verdict.isFirstRun else { return "It was unclear what was published." }
            return "This is the first run of the pipeline: there was no champion to compare with."
        }
        if verdict.isSameModel {
            return "The winner is the model of the champion, run \(HTML.run(champion)), trained on the same rows."
        }
        return "The champion until then was run \(HTML.run(champion))."
    }

    // MARK: - Conditions

    private var conditions: HTML {
        let failed = verdict.failures.count
        let all = verdict.conditions.count
        let unjudged = verdict.conditions.count { $0.outcome.status == .notJudged }
        let met =
            unjudged > 0
            ? "\(Numbers.count(unjudged)) of \(Numbers.count(all)) not judged, \(Numbers.count(failed)) not met"
            : failed == 0
                ? "All \(Numbers.count(all)) met" : "\(Numbers.count(failed)) of \(Numbers.count(all)) not met"
        return DataTable(
            id: "gate-conditions",
            caption: "Conditions",
            note: "\(met). Differences are the winner's value less the champion's, on this run's test part.",
            columns: [.text("Condition"), .text("Found")],
            rows: verdict.conditions.map(row)
        ).html
    }

    private func row(_ condition: GateVerdict.Condition) -> DataTable.Row {
        let warnings = condition.outcome.warnings.map { HTML.below("Note: \($0).") }
        return DataTable.Row([
            HTML.run(condition.name) + settings(of: condition),
            "\(Self.result(condition.outcome.status)) \(condition.outcome.text)." + .joined(warnings),
        ])
    }

    private func settings(of condition: GateVerdict.Condition) -> HTML {
        .joined((condition.settings.members ?? []).map { HTML.below("\($0.name) \(HTML.setting($0.value))") })
    }

    private static func result(_ status: ConditionOutcome.Status) -> HTML {
        switch status {
        case .passed: HTML(.span, .class("tag good")) { "met" }
        case .failed: HTML(.span, .class("tag bad")) { "not met" }
        case .notJudged: HTML(.span, .class("tag bad")) { "not judged" }
        case .notApplicable: HTML(.span, .class("tag quiet")) { "nothing to compare" }
        }
    }

    private func segments(_ condition: GateVerdict.Condition) -> HTML {
        let column = condition.settings["column"]?.stringValue ?? "group"
        let metric = condition.outcome.numbers.metric ?? "metric"
        let table = DataTable(
            id: "gate-segments-\(column)-\(metric)", caption: "\(metric) by \(HTML.name(column))",
            columns: [
                .text(.name(column)), .number("Users"), .number("Winner"), .number("Champion"), .number("Better by"),
                .text("Counts"),
            ],
            rows: condition.outcome.numbers.segments.map { segment in
                DataTable.Row([
                    .name(segment.name), HTML(text: Numbers.count(segment.userCount)),
                    HTML(text: Numbers.metric(segment.value)), HTML(text: Numbers.metric(segment.champion)),
                    HTML(text: Numbers.signed(segment.difference)), segment.decides ? "yes" : "no: too few users",
                ])
            })
        return HTML.details("\(metric) of each group of \(HTML.name(column))", table.html)
    }
}
