import LinearAlgebra

/// The items to show a user, best first.
public struct Recommendation: Sendable, Equatable {
    public struct Item: Sendable, Equatable {
        public let id: String
        public let score: Float

        public init(id: String, score: Float) {
            self.id = id
            self.score = score
        }
    }

    public let user: String
    /// Whether the model knows the user; if not, the items are the popular ones and the scores their popularity.
    public let isKnown: Bool
    public let items: [Item]

    public init(user: String, isKnown: Bool, items: [Item]) {
        self.user = user
        self.isKnown = isKnown
        self.items = items
    }
}

extension ModelBundle {
    /// The best `count` items for a user, without seen ones where the bundle excludes them; the most popular items for a
    /// user the model does not know. Ties go to the lower item row. Fewer than `count` where there are not as many.
    public func recommend(to user: String, count: Int, pool: WorkerPool = .serial) throws -> Recommendation {
        guard let row = users.code(of: user) else {
            return Recommendation(user: user, isKnown: false, items: popularItems(count))
        }
        let top = try ranker.topItems(for: [row], count: count, pool: pool)
        let items = zip(top.items, top.scores).map { Recommendation.Item(id: self.items[Int($0)], score: $1) }
        return Recommendation(user: user, isKnown: true, items: items)
    }

    func popularItems(_ count: Int) -> [Recommendation.Item] {
        let order = itemPopularity.indices.sorted { (-itemPopularity[$0], $0) < (-itemPopularity[$1], $1) }
        return order.prefix(count).map { Recommendation.Item(id: items[$0], score: itemPopularity[$0]) }
    }
}
