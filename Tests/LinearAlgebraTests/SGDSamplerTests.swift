import LinearAlgebra
import Testing

@Suite struct SGDSamplerTests {
    /// 60 users in one band of 40 items: user u has seen each item with probability (u + 1) / 60, the last all of them.
    private static let pairs: SGDRatings = {
        var random = RandomSource(seed: 5)
        var (users, items): ([Int32], [Int32]) = ([], [])
        for user in 0..<60 as Range<Int32> {
            for item in 0..<40 as Range<Int32> where user == 59 || random.uniform() < Double(user + 1) / 60 {
                users.append(user)
                items.append(item)
            }
        }
        return SGDRatings(
            users: users, items: items, values: users.map { 1 + Float($0) }, userCount: 60, itemCount: 40)
    }()

    private static func sampler(seed: UInt64) -> SGDSampler {
        SGDSampler(pairs: pairs, bands: [(0..<40).reversed().map(Int32.init)], seed: seed)
    }

    private static let seen: [Set<Int32>] = (0..<60).map { user in
        Set(zip(pairs.users, pairs.items).filter { $0.0 == user }.map(\.1))
    }

    @Test func neverDrawsWhatTheUserHasSeen() {
        var scratch = SGDSampler.Scratch(itemCount: 40)
        for seed in 0..<50 as Range<UInt64> {
            let triples = Self.sampler(seed: seed).triples(of: 0..<Self.pairs.count, band: 0, &scratch)
            for place in 0..<triples.count {
                let seen = Self.seen[Int(triples.users[place])]
                #expect(seen.contains(triples.positives[place]) && !seen.contains(triples.negatives[place]))
            }
            #expect(!triples.users.contains(59))
        }
    }

    /// Users that leave a quarter of the band unseen find a negative always: 32 draws miss with probability 0.75³² = 1e-4.
    @Test func mostPairsFindANegative() {
        var scratch = SGDSampler.Scratch(itemCount: 40)
        let triples = Self.sampler(seed: 3).triples(of: 0..<Self.pairs.count, band: 0, &scratch)
        let easy = Self.seen.indices.filter { Self.seen[$0].count <= 30 }
        for user in easy {
            #expect(abs(triples.users.count { $0 == user } - Self.seen[user].count) <= 1, "user \(user)")
        }
    }

    /// Every unseen item of a user is drawn equally often: χ² over the items, whose mean is the degrees of freedom and whose
    /// deviation √(2 · them); five deviations are allowed for.
    @Test(arguments: [4, 20, 40] as [Int32])
    func drawsUniformly(user: Int32) {
        var scratch = SGDSampler.Scratch(itemCount: 40)
        var counts: [Int32: Int] = [:]
        for seed in 0..<2000 as Range<UInt64> {
            let triples = Self.sampler(seed: seed).triples(of: 0..<Self.pairs.count, band: 0, &scratch)
            for place in 0..<triples.count where triples.users[place] == user {
                counts[triples.negatives[place], default: 0] += 1
            }
        }
        let total = Double(counts.values.reduce(0, +))
        let unseen = 40 - Self.seen[Int(user)].count
        let expected = total / Double(unseen)
        #expect(counts.count == unseen)
        let statistic = counts.values.reduce(0.0) { sum, count in
            sum + (Double(count) - expected) * (Double(count) - expected) / expected
        }
        let freedom = Double(unseen - 1)
        #expect(abs(statistic - freedom) < 5 * (2 * freedom).squareRoot(), "χ² \(statistic), \(freedom) degrees")
    }

    /// Draws depend on seed and position: neither on what a worker did before nor on the other blocks.
    @Test func isDeterministic() {
        var (fresh, used) = (SGDSampler.Scratch(itemCount: 40), SGDSampler.Scratch(itemCount: 40))
        let sampler = Self.sampler(seed: 9)
        _ = sampler.pairs(of: 0..<Self.pairs.count, band: 0, negativeCount: 7, &used)
        let boundary = Self.pairs.users.firstIndex(of: 30)!
        let late = boundary..<Self.pairs.count
        let alone = sampler.triples(of: late, band: 0, &fresh)
        #expect(sampler.triples(of: late, band: 0, &used) == alone)
        let all = sampler.triples(of: 0..<Self.pairs.count, band: 0, &used)
        #expect(all.negatives.suffix(alone.count) == alone.negatives[...])
        #expect(Self.sampler(seed: 10).triples(of: late, band: 0, &fresh) != alone)
    }

    @Test func pairsStandBeforeTheirNegatives() {
        var scratch = SGDSampler.Scratch(itemCount: 40)
        let drawn = Self.sampler(seed: 1).pairs(of: 0..<Self.pairs.count, band: 0, negativeCount: 3, &scratch)
        var place = 0
        for pair in 0..<Self.pairs.count {
            let user = Self.pairs.users[pair]
            #expect(drawn.users[place] == user && drawn.items[place] == Self.pairs.items[pair])
            #expect(drawn.values[place] == Self.pairs.values[pair])
            place += 1
            var negatives = 0
            while place < drawn.count, drawn.values[place] == -1 {
                #expect(drawn.users[place] == user && !Self.seen[Int(user)].contains(drawn.items[place]))
                (place, negatives) = (place + 1, negatives + 1)
            }
            #expect(negatives <= 3 && (Self.seen[Int(user)].count > 30 || negatives == 3))
        }
        #expect(place == drawn.count)
    }

    @Test func bandsWithoutPairsAreEmpty() {
        var scratch = SGDSampler.Scratch(itemCount: 40)
        #expect(Self.sampler(seed: 1).triples(of: 7..<7, band: 0, &scratch).count == 0)
    }
}
