import LinearAlgebra
import Modelling
import Testing

/// Ranking by sorting everything: what the index, its panels and its early ends must agree with.
private func slowList(
    of user: Int32, _ model: FactorModel, seen: Set<Int32>, eligible: [Bool]?, count: Int
) -> (items: [Int32], scores: [Float]) {
    let items = (0..<Int32(model.itemCount)).filter { !seen.contains($0) && eligible?[Int($0)] != false }
    let scores = model.scores(users: [Int32](repeating: user, count: items.count), items: items)
    let scored = zip(items, scores).filter { $0.1 > -.infinity }
    let ranked = scored.sorted { $0.1 > $1.1 || $0.1 == $1.1 && $0.0 < $1.0 }.prefix(count)
    return (ranked.map(\.0), ranked.map(\.1))
}

private func sparse(_ rows: [[Int32]], columns: Int) -> SparseMatrix {
    let offsets = rows.reduce(into: [0]) { $0.append($0.last! + $1.count) }
    let indices = rows.flatMap(\.self)
    return SparseMatrix(
        rows: rows.count, columns: columns, offsets: offsets, indices: indices,
        values: [Float](repeating: 1, count: indices.count))
}

/// A factor model with what a test asks of it.
private struct Case: CustomTestStringConvertible, Sendable {
    var users = 50
    var items = 600
    var factors = 5
    var biases = false
    /// How an item's factors are scaled: popular items have long rows, and only then do lists end early.
    var scale: @Sendable (Int) -> Float = { 1 / Float(1 + $0 % 97) }
    /// Factors are multiples of 1/8 of few values, so that scores tie.
    var ties = false
    /// Out of ten items, how many a user has seen; 10 is everything.
    var seenTenths = 1
    var name = ""

    var testDescription: String { "\(name) \(users) × \(items) × \(factors)" }

    var model: FactorModel {
        var random = RandomSource(seed: UInt64(users * 31 + items * 7 + factors))
        func value() -> Float {
            ties ? Float(random.integer(below: 5)) / 8 - 0.25 : Float(random.integer(below: 2001)) / 1000 - 1
        }
        let x = Matrix(rows: users, columns: factors, elements: (0..<users * factors).map { _ in value() })
        let y = Matrix(
            rows: items, columns: factors,
            elements: (0..<items * factors).map { ties ? value() : value() * scale($0 / factors) })
        return FactorModel(
            userCount: users, itemCount: items, factors: .init(users: x, items: y),
            userBias: biases ? (0..<users).map { _ in value() } : nil,
            itemBias: biases ? (0..<items).map { _ in value() } : nil, globalMean: biases ? 3.5 : nil)
    }

    var seen: [[Int32]] {
        var random = RandomSource(seed: 99)
        return (0..<users).map { _ in (0..<Int32(items)).filter { _ in random.integer(below: 10) < seenTenths } }
    }

    static let all = [
        Case(name: "plain"), Case(factors: 1, name: "one factor"), Case(factors: 3, name: "three factors"),
        Case(users: 14, items: 300, factors: 513, name: "many factors"), Case(biases: true, name: "biases"),
        Case(factors: 2, ties: true, name: "ties"), Case(biases: true, ties: true, name: "biased ties"),
        Case(scale: { _ in 0 }, name: "all scores equal"), Case(scale: { _ in 1 }, name: "no short rows"),
        Case(scale: { Float($0) }, name: "the last items are the best"),
        Case(scale: { _ in Float(bitPattern: 700) }, name: "denormal products"),
        Case(scale: { $0 % 50 == 3 ? 1e30 : 1 }, name: "great products"),
        Case(seenTenths: 10, name: "everything seen"), Case(seenTenths: 9, name: "nearly everything seen"),
        Case(users: 1, items: 1, name: "smallest"), Case(users: 13, items: 32, name: "one panel"),
        Case(users: 121, items: 33, name: "ragged"), Case(users: 12, items: 2500, name: "long"),
        Case(users: 3, items: 0, name: "no items"), Case(users: 0, items: 40, name: "no users"),
    ]
}

@Suite struct IndexedRankingTests {
    @Test(arguments: Case.all)
    private func agreesWithSorting(_ test: Case) throws {
        let model = test.model
        let seen = test.seen
        let eligible = (0..<test.items).map { $0 % 7 != 2 }
        let users = (0..<Int32(test.users)).reversed().map(\.self)
        for flags in [nil, eligible] {
            let ranker = Ranker(model: model, excluding: sparse(seen, columns: test.items), eligible: flags)
            let expected = users.map { user in
                slowList(of: user, model, seen: Set(seen[Int(user)]), eligible: flags, count: test.items)
            }
            // The last lists are longer than there are items.
            for count in [1, 20, test.items + 3] {
                let top = try ranker.topItems(for: users, count: count, pool: .serial)
                #expect(top.userCount == users.count)
                for position in users.indices {
                    #expect(top.items(at: position) == expected[position].items.prefix(count), "\(count) items")
                    #expect(top.scores(at: position) == expected[position].scores.prefix(count))
                }
            }
        }
    }

    @Test func nothingEligibleIsAnEmptyList() throws {
        let model = Case().model
        let flags = [Bool](repeating: false, count: model.itemCount)
        let top = try Ranker(model: model, eligible: flags).topItems(for: [0, 1], count: 5, pool: .serial)
        #expect(top.userCount == 2 && top.items.isEmpty)
    }

    @Test func popularityAloneRanksByItsBias() throws {
        let bias = (0..<100).map { Float(($0 * 37) % 50) }
        let model = FactorModel(userCount: 30, itemCount: 100, itemBias: bias)
        let top = try Ranker(model: model).topItems(for: [29, 3], count: 100, pool: .serial)
        let expected = slowList(of: 3, model, seen: [], eligible: nil, count: 100)
        #expect(Array(top.items(at: 0)) == expected.items)
        #expect(Array(top.items(at: 1)) == expected.items)
    }

    /// A model that diverged ranks what still has a score, and infinite scores tie by item row.
    @Test func infinitiesAndNaNsKeepTheOrder() throws {
        var model = Case(users: 20, items: 400, factors: 2).model
        guard let factors = model.factors else { return }
        var items = factors.items
        for item in 0..<400 {
            if item % 11 == 0 { items[item, 0] = .nan }
            if item % 13 == 1 { items[item, 1] = .infinity }
            if item % 17 == 2 { items[item, 0] = .greatestFiniteMagnitude }
        }
        var users = factors.users
        users[3, 0] = .infinity
        users[4, 1] = .nan
        users[5, 0] = 0
        model = FactorModel(userCount: 20, itemCount: 400, factors: .init(users: users, items: items))
        let top = try Ranker(model: model).topItems(for: Array(0..<20), count: 25, pool: .serial)
        for user in 0..<20 {
            let expected = slowList(of: Int32(user), model, seen: [], eligible: nil, count: 25)
            #expect(Array(top.items(at: user)) == expected.items, "user \(user)")
        }
    }

    @Test func listsAndExactRanksAgree() throws {
        let test = Case(users: 125, items: 900, factors: 3, biases: true, ties: true)
        let model = test.model
        let users = Array(0..<Int32(test.users))
        let ranker = Ranker(model: model, excluding: sparse(test.seen, columns: test.items))
        let top = try ranker.topItems(for: users, count: 30, pool: .serial)
        // The items of places 1, 8 and 30, by row.
        let wanted = users.map { user in [0, 7, 29].map { top.items(at: Int(user)).map(\.self)[$0] }.sorted() }
        let targets = RankTargets(offsets: users.map { Int($0) * 3 } + [users.count * 3], items: wanted.flatMap(\.self))
        var ranks: [Int] = []
        try ranker.forEachBlock(
            of: users, count: 10, placing: targets, pool: .serial, prepare: { $0 }
        ) { block in
            ranks += block.targetRanks
            for position in block.positions {
                #expect(
                    block.top.items(at: position - block.positions.lowerBound) == top.items(at: position).prefix(10))
            }
        }
        #expect(ranks == users.flatMap { _ in [1, 8, 30] })
    }

    @Test func threadsAndNeighboursChangeNothing() throws {
        let test = Case(users: 500, items: 1500, factors: 16)
        let ranker = Ranker(model: test.model, excluding: sparse(test.seen, columns: test.items))
        let users = Array(0..<Int32(test.users))
        let alone = try ranker.topItems(for: users, count: 20, pool: .serial)
        for threads in [2, 3, 7] {
            #expect(try ranker.topItems(for: users, count: 20, pool: WorkerPool(threadCount: threads)) == alone)
        }
        // A user's scores do not depend on who is ranked beside them.
        for user: Int32 in [0, 77, 499] {
            let single = try ranker.topItems(for: [user], count: 20, pool: .serial)
            #expect(single.items(at: 0) == alone.items(at: Int(user)))
            #expect(single.scores(at: 0) == alone.scores(at: Int(user)))
        }
    }
}
