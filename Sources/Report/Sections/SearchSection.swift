import Modelling
import Pipeline

/// What searches found: the best settings, every trial's score against each setting, and who was stopped when.
struct SearchSection: ReportSection {
    let id = "search"
    let title = "Searched settings"

    /// More rows than this are opened on demand.
    private static let mostRows = 25

    func content(for content: ReportContent) -> HTML? {
        let searches = content.run.searches
        guard !searches.isEmpty else { return nil }
        return HTML(.div) {
            for (index, search) in searches.enumerated() {
                HTML(.h3) { .name(search.candidate) }
                HTML.paragraph(Self.summary(of: search))
                HTML(.div, .class("charts")) {
                    SearchCharts(search: search, id: "search-\(index)").html
                }
                tables(of: search, index: index)
            }
        }
    }

    private static func summary(of search: SearchRecord) -> HTML {
        let count = search.trials.count
        let failed = search.trials.count { $0.status == .failed }
        var notes: [String] = []
        if search.duplicateCount > 0 {
            notes.append("\(Numbers.count(search.duplicateCount)) with the settings of an earlier one were left out.")
        }
        if failed > 0 { notes.append("\(Numbers.count(failed)) failed.") }
        let rest = notes.isEmpty ? "" : " " + notes.joined(separator: " ")
        guard let best = search.best, let score = best.score else {
            return "Of \(Numbers.count(count)) trials none has won: the search did not end.\(rest)"
        }
        let settings = HTML.joined(
            best.parameters.map { "\(.code($0.name)) \(.setting($0.value))" }, separator: ", ")
        return """
            The best of \(Numbers.count(count)) trial\(count == 1 ? "" : "s") by \(search.metric) on the validation part is number \
            \(Numbers.count(best.number)) with \(settings): \(Numbers.metric(score)). The candidate has these settings.\(rest)
            """
    }

    private func tables(of search: SearchRecord, index: Int) -> HTML {
        let ranking = search.ranking
        let first = table(
            of: search, Array(ranking.prefix(Self.mostRows)), id: "search-\(index)-trials",
            caption: "Trials of \(HTML.name(search.candidate)), the best first")
        let others = Array(ranking.dropFirst(Self.mostRows))
        guard !others.isEmpty else { return first }
        return first
            + HTML.details(
                "The other \(Numbers.count(others.count)) trials",
                table(
                    of: search, others, id: "search-\(index)-others",
                    caption: "The other trials of \(HTML.name(search.candidate))"))
    }

    private func table(of search: SearchRecord, _ trials: [SearchRecord.Trial], id: String, caption: HTML) -> HTML {
        DataTable(
            id: id,
            caption: caption,
            note:
                "Scores on the validation part. A trial was stopped where others were better after as many iterations; its score is of then.",
            columns: [.number("Trial")] + search.parameters.map { .number(.code($0.name)) } + [
                .number("\(search.metric)"), .number("Iterations"), .text("Ended"), .number("Time"),
            ],
            rows: trials.map { trial in
                .init(
                    [HTML(text: Numbers.count(trial.number))] + trial.parameters.map { .setting($0.value) } + [
                        trial.score.map { HTML(text: Numbers.metric($0)) } ?? "–",
                        HTML(text: Numbers.count(trial.rungs.last?.iterations ?? 0)),
                        Self.ending(of: trial, in: search), HTML(text: Numbers.duration(seconds: trial.seconds)),
                    ], isMarked: trial.number == search.chosen)
            }
        ).html
    }

    private static func ending(of trial: SearchRecord.Trial, in search: SearchRecord) -> HTML {
        switch trial.status {
        case .completed: trial.number == search.chosen ? "chosen" : "completed"
        case .eliminated: "stopped"
        case .failed: "failed \(.below(HTML(text: trial.reason ?? "")))"
        case .open: trial.rungs.isEmpty ? "missing" : "undecided"
        }
    }
}
