import Foundation
import SampleShop
import Testing

@Suite struct DeterminismTests {
    private typealias FileName = SampleShop.FileName
    private let tables = [FileName.events, FileName.users, FileName.items, FileName.promotions]

    @Test func sameOptionsGiveSameBytes() throws {
        let first = try GeneratedShop(users: 300, items: 120, events: 9_000, seed: 11)
        let second = try GeneratedShop(users: 300, items: 120, events: 9_000, seed: 11)
        for name in tables + [FileName.truth] {
            #expect(try first.bytes(name) == second.bytes(name), "\(name)")
        }
        #expect(first.summary == second.summary)
    }

    @Test func anotherSeedGivesAnotherShop() throws {
        let first = try GeneratedShop(users: 300, items: 120, events: 9_000, seed: 11)
        let second = try GeneratedShop(users: 300, items: 120, events: 9_000, seed: 12)
        for name in tables { #expect(try first.bytes(name) != second.bytes(name), "\(name)") }
    }

    @Test func moreEventsLeaveTheOtherTablesAlone() throws {
        let short = try GeneratedShop(users: 300, items: 120, events: 2_000, seed: 11)
        let long = try GeneratedShop(users: 300, items: 120, events: 9_000, seed: 11)
        for name in [FileName.users, FileName.items, FileName.promotions] {
            #expect(try short.bytes(name) == long.bytes(name), "\(name)")
        }
    }
}
