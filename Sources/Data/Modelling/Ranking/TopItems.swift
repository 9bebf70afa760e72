/// Ranked lists of items, one per user asked for: best first, ties by item row.
public struct TopItems: Sendable, Equatable {
    /// The list of the user at position `p` of those asked for lies at `offsets[p] ..< offsets[p + 1]`.
    public let offsets: [Int]
    /// Item rows.
    public let items: [Int32]
    public let scores: [Float]

    /// - Precondition: `offsets` ascend from 0 to the number of items; one score per item.
    public init(offsets: [Int], items: [Int32], scores: [Float]) {
        precondition(offsets.first == 0 && offsets.last == items.count, "offsets cover the items")
        precondition(items.count == scores.count, "one score per item")
        self.offsets = offsets
        self.items = items
        self.scores = scores
    }

    public var userCount: Int { offsets.count - 1 }

    /// The items of the user at a position, best first; fewer than asked for where fewer can be recommended.
    @inlinable
    public func items(at position: Int) -> ArraySlice<Int32> { items[offsets[position]..<offsets[position + 1]] }

    @inlinable
    public func scores(at position: Int) -> ArraySlice<Float> { scores[offsets[position]..<offsets[position + 1]] }

    /// Lists made user by user: `fill` appends the keys of a user's list, best first.
    init(userCount: Int, depth: Int, fill: (_ user: Int, _ append: (UInt64) -> Void) -> Void) {
        var offsets = [0]
        var items: [Int32] = []
        var scores: [Float] = []
        offsets.reserveCapacity(userCount + 1)
        items.reserveCapacity(userCount * depth)
        scores.reserveCapacity(userCount * depth)
        for user in 0..<userCount {
            fill(user) { key in
                items.append(RankKey.item(of: key))
                scores.append(RankKey.score(of: key))
            }
            offsets.append(items.count)
        }
        self.init(offsets: offsets, items: items, scores: scores)
    }

    /// The lists of several blocks of users, end to end.
    init(joining blocks: [TopItems]) {
        var offsets = [0]
        var items: [Int32] = []
        var scores: [Float] = []
        offsets.reserveCapacity(1 + blocks.reduce(0) { $0 + $1.userCount })
        items.reserveCapacity(blocks.reduce(0) { $0 + $1.items.count })
        scores.reserveCapacity(items.capacity)
        for block in blocks {
            let start = items.count
            offsets.append(contentsOf: block.offsets.dropFirst().lazy.map { start + $0 })
            items.append(contentsOf: block.items)
            scores.append(contentsOf: block.scores)
        }
        self.init(offsets: offsets, items: items, scores: scores)
    }
}
