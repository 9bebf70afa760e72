import LinearAlgebra

/// Ranks all items for users: blocks of users × tiles of items, never users × items.
///
/// Lists of factor models come from an ``ItemIndex``, which ends a user's ranking when nothing can enter the list any more; other
/// models, and exact ranks, score everything through `FittedModel.score`. Both give the same lists.
///
/// A ranking orders items by score, the higher first, ties by item row, the lower first. Left out are the items of the
/// user's row of `excluding` and the items that are not `eligible`. Items without a comparable score (NaN, −∞) come last,
/// by item row: an exact rank counts them so, and lists end before them. The cut into blocks and tiles is fixed, so results do not depend on the thread count.
///
/// O(users · items · cost of a score); memory per thread: one tile of scores, and a list for each user of a block.
public struct Ranker: Sendable {
    /// Users of one block (whole groups) and items of one tile: the tile's scores (480 KiB) and its item factors (256 KiB at 64
    /// factors) stay in a core's L2 cache while they are scanned. More users share the cost of packing item factors.
    static let usersPerBlock = 10 * ItemPanels.groupSize
    static let itemsPerTile = 1024
    /// Blocks ranked before their results are handed on: bounds memory, and what a thread may wait for the last of them.
    private static let blocksPerWave = 64

    let model: any FittedModel
    let excluding: SparseMatrix?
    let eligible: [Bool]?
    /// Rows of the items that are not eligible, ascending.
    let ineligible: [Int32]
    /// Nil where the model has no factorization.
    private let index: ItemIndex?

    /// - Parameters:
    ///   - excluding: users × items; its entries are left out of the rankings of their users.
    ///   - eligible: one flag per item; nil when all are.
    public init(model: any FittedModel, excluding: SparseMatrix? = nil, eligible: [Bool]? = nil) {
        if let excluding {
            precondition(
                excluding.rows == model.userCount && excluding.columns == model.itemCount,
                "exclusions are \(excluding.rows) × \(excluding.columns), the model \(model.userCount) × \(model.itemCount)"
            )
        }
        precondition(eligible.map { $0.count == model.itemCount } ?? true, "one flag per item")
        self.model = model
        self.excluding = excluding
        self.eligible = eligible
        ineligible = eligible.map { flags in flags.indices.lazy.filter { !flags[$0] }.map(Int32.init) } ?? []
        index = model.factorization.map { ItemIndex($0, eligible: eligible) }
    }

    /// Items that can be ranked for a user: those the model knows, less the excluded and the ineligible. O(excluded).
    public func candidateCount(of user: Int32) -> Int { candidateCount(of: user, below: Int32(model.itemCount)) }

    /// Those of them whose row is lower than `item`.
    func candidateCount(of user: Int32, below item: Int32) -> Int {
        let eligibleCount = Int(item) - ineligible.count(below: item)
        guard let excluding else { return eligibleCount }
        let excluded = excluding.indices[excluding.range(ofRow: Int(user))]
        let excludedBelow = excluded.prefix(excluded.count(below: item))
        guard let eligible else { return eligibleCount - excludedBelow.count }
        return eligibleCount - excludedBelow.count { eligible[Int($0)] }
    }

    /// The best `count` items of each of `users`, which are user rows of the model.
    public func topItems(for users: [Int32], count: Int, pool: WorkerPool) throws -> TopItems {
        var blocks: [TopItems] = []
        try forEachBlock(of: users, count: count, pool: pool, prepare: \.top) { blocks.append($0) }
        return TopItems(joining: blocks)
    }

    /// Ranks block after block: `prepare` turns a finished block into what is wanted of it, on any thread; `consume`
    /// gets the results in order, on the caller's.
    ///
    /// - Parameters:
    ///   - users: user rows of the model, in any order.
    ///   - count: length of the lists; 0 for none.
    ///   - targets: items to place exactly, one row per user of `users`. Costs a second pass over all scores.
    /// - Throws: what `prepare` and `consume` throw; `CancellationError` when the pool is told to stop.
    public func forEachBlock<Prepared: Sendable>(
        of users: [Int32], count: Int, placing targets: RankTargets? = nil, pool: WorkerPool,
        prepare: @Sendable (RankedBlock) throws -> Prepared, consume: (Prepared) throws -> Void
    ) throws {
        precondition(count >= 0, "a list cannot hold \(count) items")
        precondition(targets.map { $0.offsets.count == users.count + 1 } ?? true, "one row of targets per user")
        let blocks = WorkerPool.chunks(count: users.count, chunkSize: Self.usersPerBlock)
        let depth = min(count, model.itemCount)
        // The caller consumes the results of a wave while the other threads are at work on the next.
        var finished: [Prepared?] = []
        for wave in WorkerPool.chunks(count: blocks.count, chunkSize: Self.blocksPerWave) {
            var prepared = [Prepared?](repeating: nil, count: wave.count)
            try prepared.withSharedBuffer { prepared in
                try pool.forEachChunk(
                    count: wave.count, chunkSize: 1, meanwhile: { for result in finished { try consume(result!) } },
                    makeScratch: { _ in makeWorker(depth: depth, targets: targets) }
                ) { range, worker in
                    let positions = blocks[wave.lowerBound + range.lowerBound]
                    prepared[range.lowerBound] = try prepare(worker.rank(users[positions], positions))
                }
            }
            finished = prepared
        }
        for result in finished { try consume(result!) }
    }

    /// What a thread ranks blocks with.
    private struct Worker {
        let rank: (_ users: ArraySlice<Int32>, _ positions: Range<Int>) -> RankedBlock
    }

    private func makeWorker(depth: Int, targets: RankTargets?) -> Worker {
        guard let index, depth > 0 else {
            let ranker = BlockRanker(self, depth: depth)
            return Worker { users, positions in ranker.rank(users, at: positions, targets: targets) }
        }
        let lists = IndexedBlockRanker(index, excluding: excluding, depth: depth)
        guard let targets else {
            return Worker { users, positions in
                RankedBlock(positions: positions, top: lists.lists(of: users), targetRanks: [])
            }
        }
        let ranks = BlockRanker(self, depth: 0)
        return Worker { users, positions in
            let ranked = ranks.rank(users, at: positions, targets: targets)
            return RankedBlock(positions: positions, top: lists.lists(of: users), targetRanks: ranked.targetRanks)
        }
    }
}
