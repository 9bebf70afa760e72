import Pipeline

/// How alike the models' lists are, and which items gained and lost places.
extension ComparisonMarkdown {
    /// Items named on each side.
    private static let shownItems = 5

    var lists: String {
        guard let lists = comparison.lists else { return "" }
        let profiles = lists.profiles.enumerated().map { place, profile in
            let overlap = lists.overlaps[0][place]
            return [
                Markdown.text(view.name(profile.model)), place == 0 ? "–" : Numbers.metric(overlap.rankBiased),
                place == 0 ? "–" : Numbers.metric(overlap.jaccard), Numbers.count(profile.distinctItems),
                Numbers.percent(profile.headShare),
            ]
        }
        let table = Markdown.table(
            [
                "model", "rank-biased overlap", "Jaccard of the first \(ListComparison.depth)", "distinct items",
                "places to head items",
            ], textColumns: 1, rows: profiles)
        let change = lists.changes.first { $0.model == view.challenger } ?? lists.changes.first
        return
            "### Recommended lists\n\n\(table)\n\nOver \(Numbers.count(lists.userCount, of: "user")) with lists from all models shown; overlaps are with the baseline."
            + (change.map { self.change($0, lists) } ?? "")
    }

    private func change(_ change: ListComparison.Change, _ lists: ListComparison) -> String {
        let (gained, lost) = (items(change.gained, lists), items(change.lost, lists))
        guard !gained.isEmpty || !lost.isEmpty else { return "" }
        return "\n\nFrom the baseline to \(Markdown.text(view.name(change.model))), in so many of these users' first "
            + "\(ListComparison.depth):\n\n- gained: \(gained.isEmpty ? "none" : gained)\n- lost: \(lost.isEmpty ? "none" : lost)"
    }

    private func items(_ items: [ListComparison.ChangedItem], _ lists: ListComparison) -> String {
        items.prefix(Self.shownItems).map { item in
            let name = lists.names[item.item].map { "\($0) " } ?? ""
            return "\(Markdown.text(name + item.item)) \(Numbers.count(item.before)) → \(Numbers.count(item.after))"
        }.joined(separator: ", ")
    }
}
