/// Ranks the items for one block of users after another by scoring everything: the memory a worker keeps for it, and the loop
/// over tiles.
final class BlockRanker {
    private let ranker: Ranker
    private let depth: Int
    private let keysPerUser: Int
    private let scores: UnsafeMutableBufferPointer<Float>
    private let keys: UnsafeMutableBufferPointer<UInt64>

    /// - Parameter depth: length of the lists, at most the number of items.
    init(_ ranker: Ranker, depth: Int) {
        self.ranker = ranker
        self.depth = depth
        keysPerUser = depth == 0 ? 0 : TopItemsCollector.capacity(forDepth: depth)
        scores = .allocate(capacity: Ranker.usersPerBlock * Ranker.itemsPerTile)
        scores.initialize(repeating: 0)
        keys = .allocate(capacity: Ranker.usersPerBlock * keysPerUser)
        keys.initialize(repeating: 0)
    }

    deinit {
        scores.deallocate()
        keys.deallocate()
    }

    func rank(_ users: ArraySlice<Int32>, at positions: Range<Int>, targets: RankTargets?) -> RankedBlock {
        var collectors = (0..<(depth == 0 ? 0 : users.count)).map { row in
            TopItemsCollector(
                depth: depth,
                memory: UnsafeMutableBufferPointer(rebasing: keys[row * keysPerUser..<(row + 1) * keysPerUser]))
        }
        var counter = targets.map { RankCounter($0, positions: positions) }
        forEachTile(of: users) { row, tileScores, tile in
            if depth > 0 { collectors[row].offer(tileScores, firstItem: tile.lowerBound) }
            counter?.noteScores(of: row, in: tileScores, tile: tile)
        }
        if counter != nil {
            // Scoring the same tiles again gives the same bits, so equal scores are found equal.
            forEachTile(of: users) { row, tileScores, tile in
                counter?.countBetter(for: row, in: tileScores, tile: tile)
            }
        }
        let ranks = counter.map { counter in
            users.enumerated().flatMap { row, user in
                counter.ranks(of: row) { ranker.candidateCount(of: user, below: $0) }
            }
        }
        return RankedBlock(
            positions: positions,
            top: depth == 0 ? .empty(userCount: users.count) : TopItems(&collectors, depth: depth),
            targetRanks: ranks ?? [])
    }

    /// Hands over the scores of each user for each tile, tiles ascending, excluded items at −∞.
    private func forEachTile(
        of users: ArraySlice<Int32>, _ body: (_ row: Int, UnsafeBufferPointer<Float>, _ tile: Range<Int>) -> Void
    ) {
        users.withUnsafeBufferPointer { users in
            var mask = ScoreMask(ranker, users: users)
            let itemCount = ranker.model.itemCount
            for start in stride(from: 0, to: itemCount, by: Ranker.itemsPerTile) {
                let tile = start..<min(start + Ranker.itemsPerTile, itemCount)
                let block = UnsafeMutableBufferPointer(rebasing: scores[..<(users.count * tile.count)])
                ranker.model.score(users: users, items: tile, into: block)
                for row in users.indices {
                    let rowScores = UnsafeMutableBufferPointer(
                        rebasing: block[row * tile.count..<(row + 1) * tile.count])
                    mask.apply(to: rowScores, row: row, tile: tile)
                    body(row, UnsafeBufferPointer(rowScores), tile)
                }
            }
        }
    }
}

extension TopItems {
    /// The lists that collectors hold.
    fileprivate init(_ collectors: inout [TopItemsCollector], depth: Int) {
        self.init(userCount: collectors.count, depth: depth) { row, append in
            for key in collectors[row].sorted() { append(key) }
        }
    }

    static func empty(userCount: Int) -> TopItems {
        TopItems(offsets: [Int](repeating: 0, count: userCount + 1), items: [], scores: [])
    }
}
