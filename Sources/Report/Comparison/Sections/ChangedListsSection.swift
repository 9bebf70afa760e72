import Pipeline

/// The users whose lists changed most, and the items that gained and lost places.
struct ChangedListsSection: ComparisonSection {
    let id = "changes"
    let title = "Who and what changed most"

    func content(for view: ComparisonView) -> HTML? {
        guard let lists = view.comparison.lists, !lists.changes.isEmpty else { return nil }
        let main = lists.changes.first { $0.model == view.challenger } ?? lists.changes[0]
        return HTML(.div) {
            HTML.paragraph(
                "Of the sampled users, from the baseline \(HTML.name(view.name(0))) to another model; first \(Numbers.count(ListComparison.depth)) items of each list. “new” marks items that the baseline's list does not show."
            )
            HTML(.h3) { "From \(HTML.name(view.name(0))) to \(HTML.name(view.name(main.model)))" }
            change(main, lists, view)
            for change in lists.changes where change.model != main.model {
                HTML.details(
                    "From \(HTML.name(view.name(0))) to \(HTML.name(view.name(change.model)))",
                    self.change(change, lists, view))
            }
        }
    }

    private func change(_ change: ListComparison.Change, _ lists: ListComparison, _ view: ComparisonView) -> HTML {
        let name = HTML.name(view.name(change.model))
        return HTML(.div) {
            HTML(.div, .class("people")) {
                items(change.gained, "Items that gained with \(name)", id: "gained-\(change.model)", lists)
                items(change.lost, "Items that lost with \(name)", id: "lost-\(change.model)", lists)
            }
            if change.users.isEmpty { HTML.paragraph("No sampled user's list changed.") }
            for (index, user) in change.users.enumerated() {
                person(user, id: "user-\(change.model)-\(index)", change, lists, view)
            }
        }
    }

    private func items(
        _ items: [ListComparison.ChangedItem], _ title: HTML, id: String, _ lists: ListComparison
    ) -> HTML {
        guard !items.isEmpty else { return .paragraph("\(title): none.") }
        return DataTable(
            id: id, caption: title,
            columns: [.text("Item"), .number("Lists before"), .number("after"), .number("change")],
            rows: items.map { item in
                .init([
                    Self.label(item.item, lists), HTML(text: Numbers.count(item.before)),
                    HTML(text: Numbers.count(item.after)), HTML(text: Self.signed(item.after - item.before)),
                ])
            }
        ).html
    }

    private static func signed(_ change: Int) -> String { (change > 0 ? "+" : "") + Numbers.count(change) }

    private func person(
        _ user: ListComparison.ChangedUser, id: String, _ change: ListComparison.Change, _ lists: ListComparison,
        _ view: ComparisonView
    ) -> HTML {
        let before = Set(user.before)
        return DataTable(
            id: id,
            caption:
                "User \(HTML.name(user.user)), from \(HTML.name(view.name(0))) to \(HTML.name(view.name(change.model)))",
            note: "rank-biased overlap of the two lists \(Numbers.metric(user.rankBiased))",
            columns: [.number("#"), .text(.name(view.name(0))), .text(.name(view.name(change.model)))],
            rows: (0..<max(user.before.count, user.after.count)).map { rank in
                let old = rank < user.before.count ? Self.label(user.before[rank], lists) : "–"
                guard rank < user.after.count else { return .init([HTML(text: Numbers.count(rank + 1)), old, "–"]) }
                let item = user.after[rank]
                let mark: HTML = before.contains(item) ? .empty : " " + HTML(.span, .class("tag")) { "new" }
                return .init([HTML(text: Numbers.count(rank + 1)), old, Self.label(item, lists) + mark])
            }
        ).html
    }

    private static func label(_ item: String, _ lists: ListComparison) -> HTML {
        guard let name = lists.names[item] else { return .name(item) }
        return HTML.name(name) + " " + HTML(.small) { HTML.name(item) }
    }
}
