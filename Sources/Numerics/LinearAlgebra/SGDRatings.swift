/// Ratings, or pairs with signed weights, in storage order; checked once against the sizes of the model they train.
package struct SGDRatings: Sendable {
    package let users: [Int32]
    package let items: [Int32]
    package let values: [Float]
    package let userCount: Int
    package let itemCount: Int

    /// Ratings with dense user and item rows.
    package init(users: [Int32], items: [Int32], values: [Float], userCount: Int, itemCount: Int) {
        precondition(users.count == items.count && items.count == values.count, "rating columns differ in length")
        precondition(users.allSatisfy { $0 >= 0 && $0 < userCount }, "a user outside 0..<\(userCount)")
        precondition(items.allSatisfy { $0 >= 0 && $0 < itemCount }, "an item outside 0..<\(itemCount)")
        self.users = users
        self.items = items
        self.values = values
        self.userCount = userCount
        self.itemCount = itemCount
    }

    /// Number of ratings.
    package var count: Int { values.count }

    /// The places of `range` in the order a sweep visits them: with h = count / 4 those at t, t + h, t + 2h and t + 3h
    /// for t = 0 … h − 1, then the rest.
    package static func visitingOrder(of range: Range<Int>) -> [Int] {
        let quarter = range.count / 4
        let together = (0..<quarter).flatMap { step in (0..<4).map { range.lowerBound + step + $0 * quarter } }
        return together + (range.lowerBound + 4 * quarter..<range.upperBound)
    }
}

/// For each user an item that should score above another: what a ranking loss learns from.
package struct SGDTriples: Sendable, Equatable {
    package var users: [Int32]
    package var positives: [Int32]
    package var negatives: [Int32]

    package init(users: [Int32], positives: [Int32], negatives: [Int32]) {
        precondition(users.count == positives.count && users.count == negatives.count, "columns differ in length")
        self.users = users
        self.positives = positives
        self.negatives = negatives
    }

    package var count: Int { users.count }
}
