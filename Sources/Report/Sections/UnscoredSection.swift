import Pipeline

/// What was counted but not scored: the denominators of the metrics leave it out.
struct UnscoredSection: ReportSection {
    let id = "unscored"
    let title = "Counted, not scored"

    func content(for content: ReportContent) -> HTML? {
        guard let evaluation = content.evaluation else { return nil }
        return HTML(.div) {
            if evaluation.accounts.isEmpty {
                HTML.paragraph("Everything in the test part was scored.")
            } else {
                DataTable(
                    id: "accounts", caption: "Left out of every metric", columns: [.text("What"), .number("Count")],
                    rows: evaluation.accounts.map { .init([HTML(text: $0.name), HTML(text: Numbers.count($0.count))]) }
                ).html
            }
            HTML.paragraph(
                "Test part \(HTML(.code, .class("digest")) { HTML(text: evaluation.testDigest) }): only runs with the same one can be compared.",
                class: "quiet")
        }
    }
}
