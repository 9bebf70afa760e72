import Modelling

/// What models recommend to the same users: how alike their lists are, who and what changed.
public struct ListComparison: Sendable {
    /// Ranks looked at where a list is cut: what a page or mail shows.
    public static let depth = 10
    /// The percentiles of scores and popularity that are told.
    public static let percentileShares = [0.05, 0.25, 0.5, 0.75, 0.95]
    /// Users and items shown.
    static let shownUsers = 5
    static let shownItems = 10

    public struct Overlap: Sendable, Equatable {
        /// Mean over the sampled users: Jaccard index of the first `depth`, rank-biased overlap of the whole lists.
        public let jaccard: Double
        public let rankBiased: Double
    }

    /// A user whose list changed, with both lists.
    public struct ChangedUser: Sendable {
        public let user: String
        public let rankBiased: Double
        public let before: [String]
        public let after: [String]
    }

    /// An item that stands in more, or fewer, of the users' lists than before.
    public struct ChangedItem: Sendable, Equatable {
        public let item: String
        /// Users whose first `depth` hold it.
        public let before: Int
        public let after: Int
    }

    /// What became of the baseline's lists.
    public struct Change: Sendable {
        /// Position among all models.
        public let model: Int
        /// The most changed first.
        public let users: [ChangedUser]
        public let gained: [ChangedItem]
        public let lost: [ChangedItem]
    }

    /// Of one model's first `depth` places, over all sampled users.
    public struct Profile: Sendable {
        /// Position among all models.
        public let model: Int
        /// Those of `percentileShares`; empty without scores.
        public let scores: [Double]
        /// The same of the items' popularity, in users of the training part.
        public let popularity: [Double]
        /// Share of the places that go to the fewest items holding half of the training interactions.
        public let headShare: Double
        public let distinctItems: Int
        /// How large a share of the places the most recommended items take: `(1, share)`, `(2, share)` …
        public let concentration: [(items: Int, share: Double)]
    }

    /// Positions among all models of those that have lists, the baseline first.
    public let models: [Int]
    public let userCount: Int
    /// models × models
    public let overlaps: [[Overlap]]
    public let changes: [Change]
    public let profiles: [Profile]
    /// What the runs call the items shown; empty where they have no names.
    public let names: [String: String]
}

extension ListComparison {
    /// A model's lists with what its run knows of the items in them.
    struct Lists {
        let model: Int
        let byUser: [String: RankedList]
        let items: [String: Evaluation.Evidence.ListedItem]
    }

    /// - Parameter lists: of two models or more; the first is the baseline.
    /// - Returns: nil where no user was sampled by all of them.
    init?(_ lists: [Lists]) {
        guard lists.count > 1 else { return nil }
        let users = lists.dropFirst().reduce(Set(lists[0].byUser.keys)) { $0.intersection($1.byUser.keys) }.sorted()
        guard !users.isEmpty else { return nil }
        let byModel = lists.map { list in users.map { list.byUser[$0] ?? RankedList() } }
        models = lists.map(\.model)
        userCount = users.count
        overlaps = byModel.map { first in byModel.map { Self.overlap(first, $0) } }
        changes = lists.indices.dropFirst().map { index in
            Self.change(to: lists[index].model, users, before: byModel[0], after: byModel[index])
        }
        profiles = lists.indices.map { Self.profile(lists[$0], byModel[$0]) }
        names = lists.reversed().reduce(into: [:]) { names, list in
            for case (let id, let name?) in list.items.lazy.map({ ($0.key, $0.value.name) }) { names[id] = name }
        }
    }

    private static func overlap(_ first: [RankedList], _ second: [RankedList]) -> Overlap {
        let pairs = zip(first, second)
        let count = Double(first.count)
        return Overlap(
            jaccard: pairs.reduce(0) {
                $0 + ListOverlap.jaccard($1.0.items.prefix(depth), $1.1.items.prefix(depth))
            } / count,
            rankBiased: pairs.reduce(0) { $0 + ListOverlap.rankBiased($1.0.items, $1.1.items) } / count)
    }

    private static func change(
        to model: Int, _ users: [String], before: [RankedList], after: [RankedList]
    ) -> Change {
        let overlaps = users.indices.map { ListOverlap.rankBiased(before[$0].items, after[$0].items) }
        let most = users.indices.filter { before[$0].items != after[$0].items }
            .sorted { (overlaps[$0], $0) < (overlaps[$1], $1) }
        let counts = (listCounts(before), listCounts(after))
        let items = Set(counts.0.keys).union(counts.1.keys).sorted().map {
            ChangedItem(item: $0, before: counts.0[$0] ?? 0, after: counts.1[$0] ?? 0)
        }
        func largest(_ change: (ChangedItem) -> Int) -> [ChangedItem] {
            let changed = items.filter { change($0) > 0 }.sorted { (-change($0), $0.item) < (-change($1), $1.item) }
            return Array(changed.prefix(shownItems))
        }
        return Change(
            model: model,
            users: most.prefix(shownUsers).map { place in
                ChangedUser(
                    user: users[place], rankBiased: overlaps[place], before: Array(before[place].items.prefix(depth)),
                    after: Array(after[place].items.prefix(depth)))
            },
            gained: largest { $0.after - $0.before }, lost: largest { $0.before - $0.after })
    }

    /// In how many lists' first places each item stands.
    private static func listCounts(_ lists: [RankedList]) -> [String: Int] {
        var counts: [String: Int] = [:]
        for list in lists {
            for item in list.items.prefix(depth) { counts[item, default: 0] += 1 }
        }
        return counts
    }

    private static func profile(_ lists: Lists, _ ranked: [RankedList]) -> Profile {
        let items = ranked.flatMap { $0.items.prefix(depth) }
        let known = items.compactMap { lists.items[$0] }
        let counts = listCounts(ranked).values.sorted(by: >)
        var taken = 0
        let shares = counts.enumerated().map { place, count -> (items: Int, share: Double) in
            taken += count
            return (place + 1, Double(taken) / Double(max(items.count, 1)))
        }
        return Profile(
            model: lists.model, scores: percentiles(ranked.flatMap { $0.scores.prefix(depth) }),
            popularity: percentiles(known.map { Double($0.trainingUsers) }),
            headShare: Double(known.count(where: \.isHead)) / Double(max(known.count, 1)), distinctItems: counts.count,
            concentration: shares)
    }

    /// Those of `percentileShares`; empty for no values.
    private static func percentiles(_ values: [Double]) -> [Double] {
        let sorted = values.filter(\.isFinite).sorted()
        return sorted.isEmpty ? [] : percentileShares.map { Percentile.value($0, ofSorted: sorted) }
    }
}
