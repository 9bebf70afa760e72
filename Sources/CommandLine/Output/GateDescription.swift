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
        return table.text + force
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
        case .notApplicable: "–"
        }
    }

    private var force: String {
        switch verdict.decision {
        case .passed: ""
        case .forced: "published against the gate: \(verdict.force?.reason ?? "")\n"
        case .refused:
            "not published; to publish it all the same: mercer publish \(verdict.run) --force-publish --reason TEXT\n"
        }
    }
}
