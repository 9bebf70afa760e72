/// What ranking found out about a block of neighbouring users of the list asked for.
public struct RankedBlock: Sendable {
    /// Their positions in the list of users asked for.
    public let positions: Range<Int>
    /// Their lists; position 0 is `positions.lowerBound`.
    public let top: TopItems
    /// The exact ranks of their targets, user after user as in `RankTargets`, ascending for each user; empty unless
    /// targets were given.
    public let targetRanks: [Int]

    /// The ranks of the targets of the user at one of `positions`; none unless these targets were given.
    public func ranks(of targets: RankTargets, at position: Int) -> ArraySlice<Int> {
        guard !targetRanks.isEmpty else { return [] }
        let first = targets.offsets[positions.lowerBound]
        return targetRanks[targets.offsets[position] - first..<targets.offsets[position + 1] - first]
    }
}

/// Items whose exact place in their user's whole ranking is asked for.
public struct RankTargets: Sendable, Equatable {
    /// The items of the user at position `p` of those asked for lie at `offsets[p] ..< offsets[p + 1]`.
    public let offsets: [Int]
    /// Item rows, ascending and distinct for each user; none may be excluded for them.
    public let items: [Int32]

    public init(offsets: [Int], items: [Int32]) {
        precondition(offsets.first == 0 && offsets.last == items.count, "offsets cover the items")
        self.offsets = offsets
        self.items = items
    }
}
