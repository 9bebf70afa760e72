import LinearAlgebra

/// How large made-up interactions are, and how they are spread over users.
package struct SyntheticShape: Sendable, Equatable {
    package let users: Int
    package let items: Int
    package let interactions: Int
    package let seed: UInt64

    /// - Precondition: on average, a user has at most a quarter of the items, so that all can have distinct ones.
    package init(users: Int, items: Int, interactions: Int, seed: UInt64 = 1) {
        precondition(users > 0 && items >= 8 && interactions >= users, "at least one interaction a user")
        precondition(interactions <= users * (items / 4), "\(interactions) distinct pairs of \(users) × \(items)")
        self.users = users
        self.items = items
        self.interactions = interactions
        self.seed = seed
    }

    /// A shop like the reference job's with another number of interactions: the catalogue stays, 26,744 items, and users
    /// come with their interactions, 100 each. So only one thing grows.
    package init(interactions: Int, seed: UInt64 = 1) {
        self.init(users: max(1, interactions / 100), items: Self.referenceItems, interactions: interactions, seed: seed)
    }

    package static let referenceItems = 26_744

    /// The size of the reference job.
    package static let reference = SyntheticShape(users: 138_493, items: referenceItems, interactions: 13_880_387)

    /// How many distinct items each user has; they sum to `interactions`.
    ///
    /// By rank from 0, a user's activity follows (rank + users / 2000)^(−3/4): with 100 on average, from 29 to 8,800, the
    /// spread of the reference job. Nobody has more than half of the items; what that cuts off goes to the ranks after.
    /// Ranks are dealt to users at random. Only basic operations, so the same everywhere.
    package var activity: [Int] {
        let weights = (0..<users).map { rank in
            let place = Double(rank) + max(1, Double(users) / 2000)
            return 1 / (place.squareRoot() * place.squareRoot().squareRoot())
        }
        var remainingWeight = weights.reduce(0, +)
        var remaining = interactions
        var counts = weights.enumerated().map { rank, weight in
            let others = users - rank - 1
            let share = Int((Double(remaining) * weight / remainingWeight).rounded())
            // Everybody after needs one at least, and can take half of the items at most.
            let count = min(max(share, 1, remaining - others * (items / 2)), items / 2, remaining - others)
            remaining -= count
            remainingWeight -= weight
            return count
        }
        var random = RandomSource(seed: seed).split(stream: 0)
        random.shuffle(&counts)
        return counts
    }
}
