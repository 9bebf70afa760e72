import Modelling

/// The items that count as hits when a held-out part is ranked, for the users who have any.
///
/// A test item is a distinct item of the user's held-out rows, with a relevant label where labels were chosen, that the
/// user has not seen where seen items are left out of rankings.
struct TestItems: Sendable {
    /// Rows of the users with test items, ascending.
    let users: [Int32]
    /// Their test items.
    let targets: RankTargets
    /// Users known to training that have none.
    let usersWithout: Int
    /// Distinct pairs that would be test items, had the user not seen them.
    let seenPairs: Int
    /// Held-out rows whose label isn't relevant.
    let irrelevantRows: Int

    /// - Parameters:
    ///   - relevant: one flag per label; nil when every row counts.
    ///   - seen: users × items left out of rankings; nil when none is.
    init(_ part: HeldOutInteractions, relevant: [Bool]?, seen: SparseMatrix?) {
        var users: [Int32] = []
        var offsets = [0]
        var items: [Int32] = []
        var seenPairs = 0
        var irrelevantRows = 0
        let userCount = part.offsets.count - 1
        for user in 0..<userCount {
            let rows = part.offsets[user]..<part.offsets[user + 1]
            let hits = rows.lazy.filter { Self.isRelevant(part.labels[$0], relevant) }.map { part.items[$0] }.sorted()
            irrelevantRows += rows.count - hits.count
            var next = seen?.range(ofRow: user) ?? 0..<0
            var last: Int32 = -1
            for item in hits where item != last {
                last = item
                if let seen, Self.advance(&next, in: seen, to: item) { seenPairs += 1 } else { items.append(item) }
            }
            guard items.count > offsets.last! else { continue }
            users.append(Int32(user))
            offsets.append(items.count)
        }
        self.users = users
        targets = RankTargets(offsets: offsets, items: items)
        usersWithout = userCount - users.count
        self.seenPairs = seenPairs
        self.irrelevantRows = irrelevantRows
    }

    /// The test items of the user at a position of `users`, ascending.
    func items(at position: Int) -> ArraySlice<Int32> {
        targets.items[targets.offsets[position]..<targets.offsets[position + 1]]
    }

    private static func isRelevant(_ label: Int32, _ relevant: [Bool]?) -> Bool {
        guard let relevant else { return true }
        return label >= 0 && relevant[Int(label)]
    }

    /// Moves `entries` up to the first that isn't below `item`; whether that one is `item`.
    private static func advance(_ entries: inout Range<Int>, in seen: SparseMatrix, to item: Int32) -> Bool {
        var entry = entries.lowerBound
        while entry < entries.upperBound, seen.indices[entry] < item { entry += 1 }
        entries = entry..<entries.upperBound
        return entry < entries.upperBound && seen.indices[entry] == item
    }
}
