import Pipeline

/// Pages of one word: what the gate decided.
struct FakeReporter: Reporting {
    func html(_ content: ReportContent) -> String { content.gate?.decision.rawValue ?? "" }
    func html(_ page: String, judged verdict: GateVerdict) -> String? {
        page.isEmpty ? nil : verdict.force.map { "\(verdict.decision.rawValue): \($0.reason)" } ?? ""
    }
    func modelCard(_ content: ReportContent) -> String { "" }
}
