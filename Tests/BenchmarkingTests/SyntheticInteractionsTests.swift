import Benchmarking
import LinearAlgebra
import TestSupport
import Testing

struct SyntheticInteractionsTests {
    private let shape = SyntheticShape(users: 2_000, items: 3_000, interactions: 60_000, seed: 3)

    private func make(_ shape: SyntheticShape, threads: Int = 2) throws -> SyntheticInteractions {
        try SyntheticInteractions(shape, pool: WorkerPool(threadCount: threads))
    }

    @Test func threadsChangeNothingAndTheSeedDoes() throws {
        let one = try make(shape, threads: 1)
        let three = try make(shape, threads: 3)
        #expect(one.items == three.items && one.offsets == three.offsets && one.eventCodes == three.eventCodes)
        let other = try make(SyntheticShape(users: 2_000, items: 3_000, interactions: 60_000, seed: 4))
        #expect(one.items != other.items)
    }

    @Test func everyUserHasDistinctItemsInOrder() throws {
        let made = try make(shape)
        #expect(made.items.count == 60_000 && made.offsets.count == 2_001)
        for user in 0..<2_000 {
            let items = made.items[made.offsets[user]..<made.offsets[user + 1]]
            #expect(!items.isEmpty && zip(items, items.dropFirst()).allSatisfy(<))
            #expect(items.allSatisfy { $0 >= 0 && $0 < 3_000 })
        }
    }

    /// Activity by rank follows (rank + 1)^(−3/4) for 2,000 users: rank 15 has 16^(−3/4) = 1/8 of the first, rank 80 has
    /// 81^(−3/4) = 1/27. The sum is exact whatever the rounding.
    @Test func activityFollowsItsLaw() {
        let activity = SyntheticShape(users: 2_000, items: 40_000, interactions: 200_000).activity.sorted(by: >)
        #expect(activity.reduce(0, +) == 200_000)
        let first = Double(activity[0])
        #expect(abs(Double(activity[15]) / first - 1 / 8) < 0.001)
        #expect(abs(Double(activity[80]) / first - 1 / 27) < 0.001)
        #expect(SyntheticShape(users: 2_000, items: 40_000, interactions: 200_000).activity != activity)
    }

    /// Where the law asks for more than there is, half of the items is the most, and the sum still holds.
    @Test(arguments: [(10, 8, 20), (10, 8, 10), (1, 8, 2), (3, 100, 75)])
    func activityKeepsToItsLimits(users: Int, items: Int, interactions: Int) {
        let activity = SyntheticShape(users: users, items: items, interactions: interactions).activity
        #expect(activity.count == users && activity.reduce(0, +) == interactions)
        #expect(activity.allSatisfy { $0 >= 1 && $0 <= items / 2 })
    }

    /// Popularity 1 / rank: of 3,000 items (harmonic sum 8.58) the first 30 hold 3.99 / 8.58 = 47 % of the draws by popularity
    /// alone, which are a quarter; draws from genres favour the same items, less. So their share lies between 12 % and 47 %
    /// where few draws are refused as duplicates: three items a user. Without the law it would be 1 %.
    @Test func fewItemsHoldManyInteractions() throws {
        let made = try make(SyntheticShape(users: 20_000, items: 3_000, interactions: 60_000))
        var counts = [Int](repeating: 0, count: 3_000)
        for item in made.items { counts[Int(item)] += 1 }
        let head = Double(counts.sorted(by: >).prefix(30).reduce(0, +)) / 60_000
        #expect(head > 0.12 && head < 0.47)
    }

    /// 13 of 100 events are carts: 7,800 of 60,000, deviation 82.
    @Test func eventsHaveTheirShares() throws {
        let codes = try make(shape).eventCodes
        #expect(abs(codes.count { $0 == 1 } - 7_800) < 500)
        #expect(abs(codes.count { $0 == 0 } - 48_000) < 600)
    }

    @Test func datasetHoldsWeightsByEvent() throws {
        let made = try make(shape)
        let training = try made.dataset(pool: WorkerPool(threadCount: 2)).training
        #expect(training.byUser.indices == made.items && training.byUser.offsets == made.offsets)
        #expect(training.byUser.values == made.eventCodes.map { [1, 3, 5][Int($0)] })
        #expect(training.byItem == training.byUser.transposed())
        #expect(training.users[7] == "u0000007" && training.items[12] == "i000012")
        #expect(training.users.count == 2_000 && training.items.count == 3_000)
    }

    @Test func filesHoldEveryPairOnce() throws {
        let directory = try TemporaryDirectory()
        let small = SyntheticShape(users: 40, items: 60, interactions: 400)
        let made = try make(small)
        let pairs = Set(
            (0..<40).flatMap { user in
                made.items[made.offsets[user]..<made.offsets[user + 1]].map { "\(user) \($0)" }
            })
        #expect(pairs.count == 400)
        try made.writeEvents(to: directory.path + "/events.csv")
        let events = try String(contentsOfFile: directory.path + "/events.csv", encoding: .utf8).split(separator: "\n")
        #expect(events.first == "user_id,item_id,event,timestamp")
        let cells = events.dropFirst().map { $0.split(separator: ",").map(String.init) }
        let read = cells.compactMap { row -> String? in
            guard let user = Int(row[0].dropFirst()), let item = Int(row[1].dropFirst()) else { return nil }
            return "\(user) \(item)"
        }
        #expect(read.count == 400 && Set(read) == pairs)
        #expect(read != read.sorted())
        #expect(cells.allSatisfy { $0[0].count == 8 && $0[1].count == 7 && $0[3].count == 10 })
        try made.writeRatings(to: directory.path + "/ratings.txt")
        let ratings = try String(contentsOfFile: directory.path + "/ratings.txt", encoding: .utf8)
            .split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
        #expect(Set(ratings.map { "\($0[0]) \($0[1])" }) == pairs && ratings.count == 400)
        let values = ratings.compactMap { Double($0[2]) }
        #expect(values.count == 400 && values.allSatisfy { $0 >= 0.5 && $0 <= 5 && $0 * 2 == ($0 * 2).rounded() })
        #expect(Set(values).count > 5)
    }
}
