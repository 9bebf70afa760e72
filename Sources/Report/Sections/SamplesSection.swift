import Modelling
import Pipeline

/// What the winner recommends to a few users, for people to judge by eye.
struct SamplesSection: ReportSection {
    let id = "samples"
    let title = "Sample recommendations"

    /// A longer history is cut: its strongest interactions say enough.
    static let longestList = 10

    func content(for content: ReportContent) -> HTML? {
        guard let evaluation = content.evaluation, !evaluation.samples.isEmpty else { return nil }
        return HTML(.div) {
            HTML.paragraph(
                "What \(HTML.name(evaluation.selected)) recommends, beside what each user did most. Scores of one user are comparable, those of two users need not be."
            )
            for (index, sample) in evaluation.samples.enumerated() { person(sample, index: index) }
        }
    }

    private func person(_ sample: SampleRecommendation, index: Int) -> HTML {
        HTML(.div) {
            HTML(.h3) { "User \(HTML.name(sample.user))" }
            HTML(.div, .class("people")) {
                list(
                    sample.history, title: "History of \(HTML.name(sample.user)), strongest first", value: "Weight",
                    id: "history-\(index)")
                list(
                    sample.recommended, title: "Recommended to \(HTML.name(sample.user))", value: "Score",
                    id: "recommended-\(index)")
            }
        }
    }

    private func list(_ items: [SampleRecommendation.Item], title: HTML, value: String, id: String) -> HTML {
        let shown = items.prefix(Self.longestList)
        let rest = items.count - shown.count
        return HTML(.div) {
            DataTable(
                id: id, caption: title, columns: [.number("#"), .text("Item"), .number("\(value)")],
                rows: shown.enumerated().map { rank, item in
                    .init([
                        HTML(text: Numbers.count(rank + 1)), label(of: item),
                        HTML(text: Numbers.metric(Double(item.value))),
                    ])
                }
            ).html
            if rest > 0 { HTML.paragraph("and \(Numbers.count(rest)) more", class: "quiet") }
            if items.isEmpty { HTML.paragraph("none", class: "quiet") }
        }
    }

    private func label(of item: SampleRecommendation.Item) -> HTML {
        guard let name = item.name, !name.isEmpty else { return .name(item.id) }
        return HTML.name(name) + " " + HTML(.small) { HTML.name(item.id) }
    }
}
