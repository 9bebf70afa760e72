import Pipeline

/// What the models recommend to the same users, as numbers; null where it was not compared.
struct ListsJSON {
    let view: ComparisonView

    var json: JSON {
        guard let lists = view.comparison.lists else { return .null }
        return [
            "users": .integer(lists.userCount), "depth": .integer(ListComparison.depth), "overlaps": overlaps(lists),
            "changes": .array(lists.changes.map(change)), "profiles": .array(lists.profiles.map(profile)),
            "names": .object(shown(lists).sorted().compactMap { id in lists.names[id].map { .init(id, .string($0)) } }),
        ]
    }

    private func overlaps(_ lists: ListComparison) -> JSON {
        let places = lists.models.indices
        return .array(
            places.flatMap { first in
                places.filter { $0 > first }.map { second in
                    let overlap = lists.overlaps[first][second]
                    return [
                        "names": .array([first, second].map { .string(view.letter(lists.models[$0])) }),
                        "rank_biased_overlap": .double(overlap.rankBiased), "jaccard@10": .double(overlap.jaccard),
                    ]
                }
            })
    }

    private func change(_ change: ListComparison.Change) -> JSON {
        func items(_ items: [ListComparison.ChangedItem]) -> JSON {
            .array(
                items.map { ["item": .string($0.item), "before": .integer($0.before), "after": .integer($0.after)] })
        }
        return [
            "name": .string(view.letter(change.model)), "gained": items(change.gained), "lost": items(change.lost),
            "users": .array(
                change.users.map { user in
                    [
                        "user": .string(user.user), "rank_biased_overlap": .double(user.rankBiased),
                        "before": .array(user.before.map(JSON.string)), "after": .array(user.after.map(JSON.string)),
                    ]
                }),
        ]
    }

    private func profile(_ profile: ListComparison.Profile) -> JSON {
        [
            "name": .string(view.letter(profile.model)), "distinct_items": .integer(profile.distinctItems),
            "head_share": .double(profile.headShare),
            "percentiles": .array(ListComparison.percentileShares.map(JSON.double)),
            "scores": .array(profile.scores.map(JSON.double)),
            "popularity": .array(profile.popularity.map(JSON.double)),
            "concentration": .array(profile.concentration.map { [.integer($0.items), .double($0.share)] }),
        ]
    }

    /// The items that the changes speak of.
    private func shown(_ lists: ListComparison) -> Set<String> {
        Set(
            lists.changes.flatMap { change in
                (change.gained + change.lost).map(\.item) + change.users.flatMap { $0.before + $0.after }
            })
    }
}
