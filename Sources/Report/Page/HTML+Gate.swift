import Pipeline

/// What became of a model, in a table's cell.
extension HTML {
    /// The tag of the model that services are given.
    package static var published: HTML { HTML(.span, .class("tag good")) { "published" } }

    /// What the gate said, and why; a dash without a gate.
    package static func verdict(_ verdict: RecordedVerdict?) -> HTML {
        guard let verdict else { return "–" }
        let reasons = verdict.reasons.map(prose(shortening:)) ?? .empty
        let force: HTML =
            verdict.force.map { force in
                prose("at \(HistoryReport.minute(force.at)), because: “\(force.reason)”")
            } ?? .empty
        switch verdict.decision {
        case .passed: return HTML(.span, .class("tag good")) { "passed" }
        case .refused: return HTML(.span, .class("tag bad")) { "refused" } + reasons
        case .forced: return HTML(.span, .class("tag bad")) { "forced" } + force + reasons
        }
    }
}
