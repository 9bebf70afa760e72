import LinearAlgebra
import Modelling
import TestSupport
import Testing

/// Ranking by sorting everything: what the blocks, tiles and heaps must agree with.
private func slowRanking(of user: Int, _ model: TableModel, seen: Set<Int32>, eligible: [Bool]?) -> [Int32] {
    let row = model.table[user * model.itemCount..<(user + 1) * model.itemCount].map(\.self)
    let candidates = row.indices.filter { !seen.contains(Int32($0)) && eligible?[$0] != false }
    let scored = candidates.filter { row[$0] > -.infinity }.sorted { (row[$0], -$0) > (row[$1], -$1) }
    return scored.map(Int32.init)
}

private func sparse(_ rows: [[Int32]], columns: Int) -> SparseMatrix {
    var offsets = [0]
    for row in rows { offsets.append(offsets.last! + row.count) }
    let indices = rows.flatMap(\.self)
    return SparseMatrix(
        rows: rows.count, columns: columns, offsets: offsets, indices: indices,
        values: [Float](repeating: 1, count: indices.count))
}

/// Scores with many ties, sizes that leave ragged blocks and tiles, and random exclusions.
private struct RandomCase {
    let model: TableModel
    let seen: [[Int32]]
    let eligible: [Bool]
    let users: [Int32]

    /// - Parameter missing: every so many-th score is missing at random; 0 for none.
    init(seed: UInt64, users: Int, items: Int, missing: Int = 0) {
        var random = RandomSource(seed: seed)
        let table = (0..<users * items).map { _ in
            let score = Float(random.integer(below: 40)) / 8 - 2
            guard missing > 0, random.integer(below: missing) == 0 else { return score }
            return random.integer(below: 2) == 0 ? .nan : -Float.infinity
        }
        model = TableModel(users: users, items: items, table: table)
        seen = (0..<users).map { _ in (0..<Int32(items)).filter { _ in random.integer(below: 10) == 0 } }
        eligible = (0..<items).map { _ in random.integer(below: 5) > 0 }
        self.users = random.shuffled((0..<Int32(users)).map(\.self))
    }

    func slowList(of user: Int32, excluding: Bool = true, filtering: Bool = true) -> [Int32] {
        slowRanking(
            of: Int(user), model, seen: excluding ? Set(seen[Int(user)]) : [], eligible: filtering ? eligible : nil)
    }

    var exclusions: SparseMatrix { sparse(seen, columns: model.itemCount) }
}

@Suite struct RankerTests {
    @Test func ordersByScoreThenItem() throws {
        let model = TableModel([[1, 3, 3, 2, -1], [0, -0.0, 0, 5, 5]])
        let top = try Ranker(model: model).topItems(for: [1, 0], count: 4, pool: .serial)
        #expect(Array(top.items(at: 0)) == [3, 4, 0, 1])
        #expect(Array(top.scores(at: 0)) == [5, 5, 0, 0])
        #expect(Array(top.items(at: 1)) == [1, 2, 3, 0])
        #expect(Array(top.scores(at: 1)) == [3, 3, 2, 1])
    }

    @Test func listsEndWhereCandidatesDo() throws {
        let model = TableModel([[1, 2, 3, 4], [4, 3, 2, 1]])
        let ranker = Ranker(
            model: model, excluding: sparse([[3], []], columns: 4), eligible: [true, false, true, true])
        let top = try ranker.topItems(for: [0, 1], count: 10, pool: .serial)
        #expect(Array(top.items(at: 0)) == [2, 0])
        #expect(Array(top.items(at: 1)) == [0, 2, 3])
        #expect(ranker.candidateCount(of: 0) == 2)
        #expect(ranker.candidateCount(of: 1) == 3)
    }

    @Test func infiniteAndMissingScoresBreakNothing() throws {
        let model = TableModel([[.nan, 1, -.infinity, .infinity, .nan, 2]])
        let top = try Ranker(model: model).topItems(for: [0], count: 6, pool: .serial)
        #expect(Array(top.items(at: 0)) == [3, 5, 1])
        let targets = RankTargets(offsets: [0, 4], items: [0, 1, 3, 4])
        var ranks: [Int] = []
        try Ranker(model: model).forEachBlock(
            of: [0], count: 0, placing: targets, pool: .serial, prepare: \.targetRanks
        ) { ranks += $0 }
        // Behind the three with a score those without one, by row: 3 5 1 | 0 2 4.
        #expect(ranks == [1, 3, 4, 6])
    }

    @Test(arguments: [(1, 70, 1), (2, 130, 2500), (3, 129, 1024), (4, 128, 1025)])
    func agreesWithSorting(seed: Int, users: Int, items: Int) throws {
        let random = RandomCase(seed: UInt64(seed), users: users, items: items)
        for (excluding, filtering) in [(true, true), (true, false), (false, true), (false, false)] {
            let ranker = Ranker(
                model: random.model, excluding: excluding ? random.exclusions : nil,
                eligible: filtering ? random.eligible : nil)
            for count in [1, 10, 100] {
                let top = try ranker.topItems(for: random.users, count: count, pool: .serial)
                for (position, user) in random.users.enumerated() {
                    let expected = random.slowList(of: user, excluding: excluding, filtering: filtering)
                    #expect(ranker.candidateCount(of: user) == expected.count)
                    #expect(Array(top.items(at: position)) == Array(expected.prefix(count)), "seed \(seed)")
                    let scores = random.model.scores(
                        users: [Int32](repeating: user, count: top.items(at: position).count),
                        items: Array(top.items(at: position)))
                    #expect(Array(top.scores(at: position)) == scores)
                }
            }
        }
    }

    /// Orders that are hard on a selection: every item enters, none after the first, all tie, organ pipes.
    @Test func agreesWithSortingWhateverTheOrder() throws {
        let orders: [(Int) -> Float] = [{ Float($0) }, { Float(-$0) }, { _ in 1 }, { Float(min($0, 3000 - $0)) }]
        let model = TableModel(orders.map { order in (0..<3000).map { order($0) } })
        let top = try Ranker(model: model).topItems(for: [0, 1, 2, 3], count: 50, pool: .serial)
        for user in 0..<4 {
            let expected = slowRanking(of: user, model, seen: [], eligible: nil).prefix(50)
            #expect(Array(top.items(at: user)) == Array(expected))
        }
    }

    @Test func exactRanksAgreeWithSorting() throws {
        let random = RandomCase(seed: 11, users: 130, items: 2100)
        var source = RandomSource(seed: 12)
        let wanted = random.users.map { user in
            random.slowList(of: user).filter { _ in source.integer(below: 300) == 0 }.sorted()
        }
        let targets = RankTargets(
            offsets: wanted.reduce(into: [0]) { $0.append($0.last! + $1.count) }, items: wanted.flatMap(\.self))
        let ranker = Ranker(model: random.model, excluding: random.exclusions, eligible: random.eligible)
        var ranks: [Int] = []
        try ranker.forEachBlock(
            of: random.users, count: 3, placing: targets, pool: WorkerPool(threadCount: 2), prepare: { $0 }
        ) { block in
            #expect(block.top.userCount == block.positions.count)
            ranks += block.targetRanks
        }
        let expected = zip(random.users, wanted).flatMap { user, items in
            let ranking = random.slowList(of: user)
            return items.map { ranking.firstIndex(of: $0)! + 1 }.sorted()
        }
        #expect(ranks == expected)
        #expect(!ranks.isEmpty)
    }

    /// A third of the scores is missing, among the items left out and the targets, too.
    @Test(arguments: [(21, 130, 2100), (22, 7, 30)])
    func ranksOfItemsWithoutAScoreAgreeWithSorting(seed: Int, users: Int, items: Int) throws {
        let random = RandomCase(seed: UInt64(seed), users: users, items: items, missing: 3)
        var source = RandomSource(seed: UInt64(seed) + 100)
        for (excluding, filtering) in [(true, true), (true, false), (false, true), (false, false)] {
            let rankings = random.users.map { user in
                let listed = random.slowList(of: user, excluding: excluding, filtering: filtering)
                let left = (0..<Int32(items)).filter { item in
                    !listed.contains(item) && !(filtering && !random.eligible[Int(item)])
                        && !(excluding && random.seen[Int(user)].contains(item))
                }
                return (scored: listed.count, all: listed + left)
            }
            let wanted = rankings.map { ranking in ranking.all.filter { _ in source.integer(below: 40) < 2 }.sorted() }
            let targets = RankTargets(
                offsets: wanted.reduce(into: [0]) { $0.append($0.last! + $1.count) }, items: wanted.flatMap(\.self))
            let ranker = Ranker(
                model: random.model, excluding: excluding ? random.exclusions : nil,
                eligible: filtering ? random.eligible : nil)
            var ranks: [Int] = []
            try ranker.forEachBlock(
                of: random.users, count: items, placing: targets, pool: WorkerPool(threadCount: 2), prepare: { $0 }
            ) { block in
                ranks += block.targetRanks
                for position in block.positions {
                    // Lists hold what has a score, in the same order.
                    let list = block.top.items(at: position - block.positions.lowerBound)
                    #expect(Array(list) == Array(rankings[position].all.prefix(rankings[position].scored)))
                }
            }
            let expected = zip(rankings, wanted).flatMap { ranking, items in
                items.map { ranking.all.firstIndex(of: $0)! + 1 }.sorted()
            }
            #expect(ranks == expected, "seed \(seed)")
            #expect(
                zip(rankings, wanted).contains { ranking, items in
                    items.contains { ranking.all.firstIndex(of: $0)! >= ranking.scored }
                })
        }
    }

    @Test func threadsChangeNothing() throws {
        let random = RandomCase(seed: 5, users: 700, items: 1500)
        let ranker = Ranker(model: random.model, excluding: random.exclusions)
        let alone = try ranker.topItems(for: random.users, count: 20, pool: .serial)
        for threads in [2, 3, 7] {
            #expect(try ranker.topItems(for: random.users, count: 20, pool: WorkerPool(threadCount: threads)) == alone)
        }
    }

    @Test func blocksArriveInOrder() throws {
        let random = RandomCase(seed: 6, users: 9000, items: 3)
        var positions: [Int] = []
        try Ranker(model: random.model).forEachBlock(
            of: random.users, count: 1, pool: WorkerPool(threadCount: 3), prepare: \.positions
        ) { positions += Array($0) }
        #expect(positions == Array(0..<9000))
    }

    @Test func nobodyAskedForIsNoWork() throws {
        let model = TableModel([[1, 2]])
        let top = try Ranker(model: model).topItems(for: [], count: 5, pool: .serial)
        #expect(top.userCount == 0 && top.items.isEmpty)
    }
}
