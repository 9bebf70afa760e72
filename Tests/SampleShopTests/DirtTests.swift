import Foundation
import SampleShop
import Testing

@Suite struct DirtTests {
    private typealias FileName = SampleShop.FileName

    @Test(arguments: [(2_000, 120_000), (50, 3_000), (3_000, 250_000)])
    func countsAreWhatTheFilesHold(users: Int, events: Int) throws {
        let shop = try GeneratedShop(users: users, events: events)
        let dirt = shop.summary.dirt
        let rows = try shop.rows(FileName.events)
        let whole = rows.filter { $0.count == 7 }
        let bots = Set(try shop.truth().botUsers)

        #expect(rows.count - whole.count == dirt.wrongFieldCountRows)
        #expect(whole.filter { Int($0[3]) == nil }.count == dirt.badTimestampRows)
        #expect(whole.filter { $0[0].isEmpty }.count == dirt.missingUserRows)
        #expect(whole.filter { $0[1].isEmpty }.count == dirt.missingItemRows)
        #expect(whole.count - Set(whole).count == dirt.duplicateRows)
        #expect(bots.count == dirt.bots)
        #expect(whole.filter { bots.contains($0[0]) }.count == dirt.botRows)
        #expect(lateRows(rows) == dirt.lateRows)
        let cells = try shop.rows(FileName.users).joined()
        #expect(cells.filter(\.isEmpty).count == dirt.missingUserCells)
    }

    @Test func everyKindOfDirtIsPresentByDefault() throws {
        let dirt = try GeneratedShop().summary.dirt
        // The shares of the plan: 0.4 % duplicates, 0.3 % and 0.1 % missing, 0.05 % malformed, 4 % by bots.
        #expect(dirt.duplicateRows == 480)
        #expect(dirt.missingUserRows == 360)
        #expect(dirt.missingItemRows == 120)
        #expect(dirt.badTimestampRows == 20)
        #expect(dirt.wrongFieldCountRows == 40)
        #expect(dirt.bots == 3)
        #expect(dirt.botRows == 4_800)
        #expect(dirt.lateRows > 0)
        #expect(dirt.missingUserCells > 0)
    }

    @Test(arguments: [1, 500, 1_999, 2_000, 12_345, 120_000])
    func malformedRowsStayBelowWhatReadersAccept(events: Int) throws {
        let dirt = try GeneratedShop(users: 50, items: 50, events: events).summary.dirt
        #expect(Double(dirt.malformedRows) < 0.001 * Double(events))
    }

    @Test func cleanEventsAreTheRest() throws {
        let shop = try GeneratedShop()
        let bots = Set(try shop.truth().botUsers)
        let people = try shop.cleanEvents().filter { !bots.contains($0.user) }
        let clean = shop.summary.clean
        #expect(people.filter { $0.event == "view" }.count == clean.views)
        #expect(people.filter { $0.event == "cart" }.count == clean.carts)
        #expect(people.filter { $0.event == "purchase" }.count == clean.purchases)
    }

    @Test func botsViewThousandsAndBuyNothing() throws {
        let shop = try GeneratedShop()
        for bot in try shop.truth().botUsers {
            let rows = try shop.rows(FileName.events).filter { $0.first == bot }
            #expect(rows.count >= 1_000)
            #expect(rows.allSatisfy { $0[2] == "view" })
        }
    }

    private func lateRows(_ rows: [[String]]) -> Int {
        var newest = Int.min
        var count = 0
        for time in rows.compactMap({ Int($0[3]) }) {
            if time < newest { count += 1 }
            newest = max(newest, time)
        }
        return count
    }
}
