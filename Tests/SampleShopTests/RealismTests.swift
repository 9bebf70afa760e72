import Foundation
import SampleShop
import Testing

@Suite struct RealismTests {
    private typealias FileName = SampleShop.FileName

    @Test func aPurchaseFollowsAViewInItsSession() throws {
        let rows = try GeneratedShop().cleanEvents().sorted { $0.timestamp < $1.timestamp }
        var viewed: Set<String> = []
        var purchases = 0
        for row in rows {
            let key = "\(row.session) \(row.item) \(row.user)"
            if row.event == "view" { viewed.insert(key) }
            if row.event == "purchase" {
                purchases += 1
                #expect(viewed.contains(key), "purchase without a view in session \(row.session)")
            }
        }
        #expect(purchases > 1_000)
    }

    @Test func aSessionBelongsToOneUserAndNoTwoOfItsEventsShareASecond() throws {
        let sessions = Dictionary(grouping: try GeneratedShop().cleanEvents(), by: \.session)
        for rows in sessions.values {
            #expect(Set(rows.map(\.user)).count == 1)
            #expect(Set(rows.map(\.timestamp)).count == rows.count)
        }
    }

    @Test func popularityIsHeavyTailed() throws {
        let views = try GeneratedShop().cleanEvents().filter { $0.event == "view" }
        let counts = Dictionary(grouping: views, by: \.item).mapValues(\.count).values.sorted(by: >)
        let head = counts.prefix(80).reduce(0, +)
        // Under equal popularity the first tenth of 800 items would hold little more than a tenth of the views.
        #expect(Double(head) > 0.33 * Double(views.count))
        #expect(counts[0] > 10 * counts[400])
    }

    @Test func theWeekHasTheStatedSeason() throws {
        let shop = try GeneratedShop(users: 1_000, items: 100, events: 200_000)
        let truth = try shop.truth()
        let bots = Set(truth.botUsers)
        var traffic = [Double](repeating: 0, count: 7)
        // 175 days are 25 whole weeks; over them growth adds to each weekday nearly the same.
        for row in try shop.cleanEvents() where !bots.contains(row.user) {
            let day = (row.timestamp - truth.start) / 86_400
            if day < 175 { traffic[day % 7] += 1 }
        }
        let mean = traffic.reduce(0, +) / 7
        for weekday in 0..<7 {
            let angle = 2 * Double.pi * (Double(weekday) - truth.season.weeklyPeak) / 7
            let expected = 1 + truth.season.weeklyAmplitude * cos(angle)
            #expect(abs(traffic[weekday] / mean - expected) < 0.03, "weekday \(weekday)")
        }
    }

    @Test func consumablesAreBoughtAgainAndOthersSeldom() throws {
        let shop = try GeneratedShop()
        let consumables = Set(try shop.truth().replenishDays.keys)
        let categories = Dictionary(uniqueKeysWithValues: try shop.rows(FileName.items).map { ($0[0], $0[2]) })
        var bought: Set<String> = []
        var again = [true: 0, false: 0]
        var first = [true: 0, false: 0]
        for row in try shop.cleanEvents() where row.event == "purchase" {
            let isConsumable = consumables.contains(try #require(categories[row.item]))
            if bought.insert("\(row.user) \(row.item)").inserted {
                first[isConsumable, default: 0] += 1
            } else {
                again[isConsumable, default: 0] += 1
            }
        }
        let share = [true, false].map { Double(again[$0] ?? 0) / Double(max(first[$0] ?? 0, 1)) }
        #expect(share[0] > 1.5 * share[1], "again per first purchase: consumables \(share[0]), others \(share[1])")
    }

    @Test func tasteFollowsDemographics() throws {
        let shop = try GeneratedShop()
        let ages = Dictionary(uniqueKeysWithValues: try shop.rows(FileName.users).map { ($0[0], $0[1]) })
        let categories = Dictionary(uniqueKeysWithValues: try shop.rows(FileName.items).map { ($0[0], $0[2]) })
        var counts: [String: [String: Double]] = [:]
        for row in try shop.cleanEvents() where row.event == "view" {
            counts[ages[row.user] ?? "", default: [:]][categories[row.item] ?? "", default: 0] += 1
        }
        func shares(_ age: String) -> [String: Double] {
            let row = counts[age] ?? [:]
            let total = row.values.reduce(0, +)
            return row.mapValues { $0 / total }
        }
        func distance(_ one: String, _ other: String) -> Double {
            let (left, right) = (shares(one), shares(other))
            return Set(left.keys).union(right.keys).reduce(0) { $0 + abs((left[$1] ?? 0) - (right[$1] ?? 0)) } / 2
        }
        // Age moves taste along a line, so the ends lie farther apart than neighbours do.
        #expect(distance("18-24", "65+") > 0.15)
        #expect(distance("18-24", "65+") > distance("35-44", "45-54"))
    }
}
