import Pipeline

/// What the resolved pipeline and config say, read without trusting their shape: a failed run may lack any of it.
extension ReportContent {
    /// The settings of the first stage of a kind.
    func settings(of stage: StageName) -> JSON? {
        run.pipeline["stages"]?.arrayValue?.first { $0["stage"]?.stringValue == stage.rawValue }
    }

    /// A candidate's settings without its id and model, those found where it was searched; empty where the pipeline doesn't
    /// list it.
    func settings(ofCandidate id: String) -> [JSON.Member] {
        if let found = run.searches.first(where: { $0.candidate == id })?.settings?.members { return found }
        let candidates = settings(of: .train)?["candidates"]?.arrayValue ?? []
        let members = candidates.first { $0["id"]?.stringValue == id }?.members ?? []
        return members.filter { $0.name != "id" && $0.name != "model" }
    }

    /// The metric candidates are chosen by: as the pipeline says, else the first that was scored.
    var selectMetric: String? {
        let scored = evaluation?.candidates.first?.metrics.map(\.metric) ?? []
        if let stated = settings(of: .evaluate)?["select"]?.stringValue, scored.isEmpty || scored.contains(stated) {
            return stated
        }
        return scored.first
    }

    /// Whether the winner was trained again on all rows before it shipped.
    var isRefit: Bool { settings(of: .export)?["refit"]?.boolValue ?? false }

    /// Whether items a user has interacted with are left out of rankings; the default of the evaluate stage is yes.
    var excludesSeen: Bool { settings(of: .evaluate)?["exclude_seen"]?.boolValue ?? true }

    var winner: Evaluation.CandidateScores? {
        evaluation?.candidates.first { $0.id == evaluation?.selected }
    }

    /// How each candidate is drawn, in every chart the same.
    func style(ofCandidate id: String) -> SeriesStyle {
        let ids = evaluation?.candidates.map(\.id) ?? curves.map(\.candidate)
        return SeriesStyle(ids.firstIndex(of: id) ?? ids.count)
    }

    /// Wall time of the whole run; nil while it runs.
    var seconds: Double? { run.ended.map { $0.timeIntervalSince(run.started) } }

    /// When the run started, to the second: `2026-03-01 04:00:12 UTC`.
    var startedText: String {
        let text = Instant.text(microseconds: Int64(run.started.timeIntervalSince1970) * 1_000_000)
        return text.dropLast().split(separator: "T").joined(separator: " ") + " UTC"
    }
}
