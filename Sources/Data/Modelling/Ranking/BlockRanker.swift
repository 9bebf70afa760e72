/// Ranks the items for one block of users after another: the memory a worker keeps for it, and the loop over tiles.
final class BlockRanker {
    private let ranker: Ranker
    private let depth: Int
    private var mask: ScoreMask
    private let scores: UnsafeMutableBufferPointer<Float>
    private let keys: UnsafeMutableBufferPointer<UInt64>

    /// - Parameter depth: length of the lists, at most the number of items.
    init(_ ranker: Ranker, depth: Int) {
        self.ranker = ranker
        self.depth = depth
        mask = ScoreMask(ranker)
        scores = .allocate(capacity: Ranker.usersPerBlock * Ranker.itemsPerTile)
        scores.initialize(repeating: 0)
        keys = .allocate(capacity: Ranker.usersPerBlock * depth)
        keys.initialize(repeating: 0)
    }

    deinit {
        scores.deallocate()
        keys.deallocate()
    }

    func rank(_ users: ArraySlice<Int32>, at positions: Range<Int>, targets: RankTargets?) -> RankedBlock {
        var heaps = (0..<(depth == 0 ? 0 : users.count)).map { row in
            TopItemsHeap(UnsafeMutableBufferPointer(rebasing: keys[row * depth..<(row + 1) * depth]))
        }
        var counter = targets.map { RankCounter($0, positions: positions) }
        forEachTile(of: users) { row, tileScores, tile in
            if depth > 0 { heaps[row].offer(tileScores, firstItem: tile.lowerBound) }
            counter?.noteScores(of: row, in: tileScores, tile: tile)
        }
        if counter != nil {
            // Scoring the same tiles again gives the same bits, so equal scores are found equal.
            forEachTile(of: users) { row, tileScores, tile in
                counter?.countBetter(for: row, in: tileScores, tile: tile)
            }
        }
        let ranks = counter.map { counter in
            users.enumerated().flatMap { counter.ranks(of: $0, candidateCount: ranker.candidateCount(of: $1)) }
        }
        return RankedBlock(
            positions: positions, top: depth == 0 ? .empty(userCount: users.count) : TopItems(heaps),
            targetRanks: ranks ?? [])
    }

    /// Hands over the scores of each user for each tile, tiles ascending, excluded items at −∞.
    private func forEachTile(
        of users: ArraySlice<Int32>, _ body: (_ row: Int, UnsafeBufferPointer<Float>, _ tile: Range<Int>) -> Void
    ) {
        users.withUnsafeBufferPointer { users in
            mask.start(users)
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
    /// The lists that heaps hold. Ends the heaps' life.
    fileprivate init(_ heaps: [TopItemsHeap]) {
        let total = heaps.reduce(0) { $0 + $1.count }
        var offsets = [0]
        var items: [Int32] = []
        var scores: [Float] = []
        items.reserveCapacity(total)
        scores.reserveCapacity(total)
        for heap in heaps {
            for key in heap.sorted() {
                items.append(RankKey.item(of: key))
                scores.append(RankKey.score(of: key))
            }
            offsets.append(items.count)
        }
        self.init(offsets: offsets, items: items, scores: scores)
    }

    fileprivate static func empty(userCount: Int) -> TopItems {
        TopItems(offsets: [Int](repeating: 0, count: userCount + 1), items: [], scores: [])
    }
}
