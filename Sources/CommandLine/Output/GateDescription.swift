import Pipeline

/// A gate's verdict as text: one line for it, one for each condition.
struct GateDescription {
    let verdict: GateVerdict

    var text: String {
        var table = TextTable(header: ["gate", title, ""])
        for condition in verdict.conditions {
            table.add([Self.sign(condition.outcome.status), condition.name, condition.outcome.text])
            for warning in condition.outcome.warnings { table.add(["", "", "note: \(warning)"]) }
        }
        return table.text + obstacle + force
    }

    private var title: String {
        switch verdict.decision {
        case .passed where verdict.isFirstRun: "passed (first run)"
        case .passed, .refused, .forced: verdict.decision.rawValue
        }
    }

    private static func sign(_ status: ConditionOutcome.Status) -> String {
        switch status {
        case .passed: "met"
        case .failed: "not met"
        case .notJudged: "not judged"
        case .notApplicable: "–"
        }
    }

    private var obstacle: String {
        guard let obstacle = verdict.obstacle else { return "" }
        let remedy = verdict.decision == .refused ? "what to do: \(obstacle.remedy)\n" : ""
        return "no fair judgement: \(obstacle.text)\n" + remedy
    }

    private var force: String {
        switch verdict.decision {
        case .passed: ""
        case .forced:
            verdict.force.map {
                "published against the gate at \(Instant.text(microseconds: $0.at)), because: \($0.reason)\n"
            } ?? ""
        case .refused where verdict.obstacle != nil: "not published\n"
        case .refused:
            "not published; to publish it all the same: mercer publish \(verdict.run) --force-publish --reason TEXT\n"
        }
    }
}
