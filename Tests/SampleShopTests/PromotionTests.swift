import Foundation
import SampleShop
import Testing

@Suite struct PromotionTests {
    private typealias FileName = SampleShop.FileName

    /// Views that ended in a purchase and views that did not, with the promotion and without.
    private struct Table {
        var counts: [Double] = [0, 0, 0, 0]

        mutating func add(isPromoted: Bool, isBought: Bool) {
            counts[(isPromoted ? 0 : 2) + (isBought ? 0 : 1)] += 1
        }

        var total: Double { counts.reduce(0, +) }
    }

    @Test(arguments: [7, 21] as [UInt64])
    func promotedCategoriesSellByTheStatedFactor(seed: UInt64) throws {
        let shop = try GeneratedShop(users: 4_000, events: 300_000, seed: seed)
        let truth = try shop.truth()
        let bots = Set(truth.botUsers)
        let categories = Dictionary(uniqueKeysWithValues: try shop.rows(FileName.items).map { ($0[0], $0[2]) })
        let events = try shop.cleanEvents()
        let purchased = Set(events.lazy.filter { $0.event == "purchase" }.map { "\($0.session) \($0.item)" })
        let bought = firstPurchases(events)

        var tables: [String: Table] = [:]
        for row in events where row.event == "view" && !bots.contains(row.user) {
            // Buying again is planned demand, on which promotions do not act.
            if let time = bought["\(row.user) \(row.item)"], time < row.timestamp { continue }
            tables[categories[row.item] ?? "", default: Table()].add(
                isPromoted: !row.promotion.isEmpty, isBought: purchased.contains("\(row.session) \(row.item)"))
        }
        // Odds ratio pooled over categories (N. Mantel and W. Haenszel, 1959). Some 1,300 promoted purchases give it
        // a standard error near 3 %.
        let above = tables.values.reduce(0) { $0 + $1.counts[0] * $1.counts[3] / $1.total }
        let below = tables.values.reduce(0) { $0 + $1.counts[1] * $1.counts[2] / $1.total }
        let ratio = above / below
        #expect(abs(ratio / truth.promotion.viewToPurchaseOddsFactor - 1) < 0.12, "odds ratio \(ratio)")
    }

    @Test func eventsCarryThePromotionOfTheirDayAndItsPrice() throws {
        let shop = try GeneratedShop()
        let promotions = Dictionary(
            uniqueKeysWithValues: try shop.rows(FileName.promotions).map { ($0[0], $0) })
        let items = Dictionary(uniqueKeysWithValues: try shop.rows(FileName.items).map { ($0[0], $0) })
        var promoted = 0
        for row in try shop.cleanEvents() {
            let item = try #require(items[row.item])
            let listPrice = try #require(Double(item[4]))
            let price = try #require(Double(row.price))
            guard !row.promotion.isEmpty else {
                #expect(price == listPrice)
                continue
            }
            promoted += 1
            let promotion = try #require(promotions[row.promotion])
            let discount = try #require(Double(promotion[2]))
            #expect(abs(price - listPrice * (1 - discount)) < 0.0051)
            // A session may run past midnight with the prices of the day on which it began.
            let start = try unixTime(promotion[3])
            let end = try unixTime(promotion[4])
            #expect(start <= row.timestamp && row.timestamp < end + 7_200)
        }
        #expect(promoted > 1_000)
    }

    private func firstPurchases(_ events: [LogRow]) -> [String: Int] {
        var first: [String: Int] = [:]
        for row in events where row.event == "purchase" {
            first["\(row.user) \(row.item)", default: row.timestamp] =
                min(first["\(row.user) \(row.item)"] ?? row.timestamp, row.timestamp)
        }
        return first
    }

    private func unixTime(_ date: String) throws -> Int {
        Int(try Date("\(date)T00:00:00Z", strategy: .iso8601).timeIntervalSince1970)
    }
}
