import Pipeline

/// How alike the models' lists are, each with each.
struct OverlapSection: ComparisonSection {
    let id = "overlap"
    let title = "Overlap of the lists"

    func content(for view: ComparisonView) -> HTML? {
        guard let lists = view.comparison.lists else {
            return .paragraph(
                "The runs left no lists of the same users, so what the models recommend is not compared. Runs keep the lists of a sample of their test users when they evaluate.",
                class: "quiet")
        }
        return HTML(.div) {
            HTML.paragraph(
                "Over \(Numbers.count(lists.userCount, of: "user")) with lists from all models shown. Rank-biased overlap looks at whole lists and weighs early ranks most (persistence 0.9); the Jaccard index is the share of shared items among the first \(Numbers.count(ListComparison.depth)) of both. 1 is equal, 0 shares nothing."
            )
            if let note = view.incomparableNote(among: lists.models) {
                HTML.paragraph("\(note) Their lists also differ by what they were trained on.")
            }
            table(lists, view, id: "overlap-ranked", title: "Rank-biased overlap") { $0.rankBiased }
            table(lists, view, id: "overlap-jaccard", title: "Jaccard index of the first \(ListComparison.depth)") {
                $0.jaccard
            }
        }
    }

    private func table(
        _ lists: ListComparison, _ view: ComparisonView, id: String, title: String,
        _ value: (ListComparison.Overlap) -> Double
    ) -> HTML {
        DataTable(
            id: id, caption: HTML(text: title),
            columns: [.text("Model")] + lists.models.map { .number(.name(view.name($0))) },
            rows: lists.models.enumerated().map { row, model in
                .init(
                    [.name(view.name(model))]
                        + lists.models.indices.map { column in
                            row == column ? "–" : HTML(text: Numbers.metric(value(lists.overlaps[row][column])))
                        })
            }
        ).html
    }
}
