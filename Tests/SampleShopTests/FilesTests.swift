import Foundation
import SampleShop
import Testing

@Suite struct FilesTests {
    private typealias FileName = SampleShop.FileName

    @Test(arguments: [
        (2_000, 800, 120_000), (1, 1, 1), (3, 5, 10), (1, 200, 500), (250, 1, 2_000), (40, 30, 179), (5_000, 12, 700),
    ])
    func rowsAreAsManyAsAskedFor(users: Int, items: Int, events: Int) throws {
        let shop = try GeneratedShop(users: users, items: items, events: events)
        #expect(try shop.rows(FileName.users).count == users)
        #expect(try shop.rows(FileName.items).count == items)
        #expect(try shop.rows(FileName.events).count == events)
        #expect(try shop.rows(FileName.promotions).count == shop.summary.files.promotions)
        #expect(shop.summary.files.users == users)
        #expect(shop.summary.files.items == items)
        #expect(shop.summary.files.events == events)
    }

    @Test func everySmallSizeIsExact() throws {
        for events in stride(from: 1, through: 700, by: 13) {
            let shop = try GeneratedShop(users: 1 + events % 3, items: 1 + events % 40, events: events)
            #expect(try shop.rows(FileName.events).count == events)
            #expect(shop.summary.dirt.duplicateRows == events * 4 / 1_000)
        }
    }

    @Test func whatAKilledGenerationLeftIsRemoved() throws {
        let directory = FileManager.default.temporaryDirectory.appendingPathComponent("shop-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        // Process ids stay below 2^22 on Linux, so this one belongs to no process.
        let abandoned = directory.appendingPathComponent(".events.csv.2147483646.partial")
        let foreign = directory.appendingPathComponent(".notes.2147483646.partial")
        for file in [abandoned, foreign] { try Data("half".utf8).write(to: file) }
        let options = try SampleShop.Options(users: 5, items: 5, events: 5)
        _ = try SampleShop(options: options).write(to: directory)
        #expect(!FileManager.default.fileExists(atPath: abandoned.path))
        #expect(FileManager.default.fileExists(atPath: foreign.path))
    }

    @Test func headersAreAsDocumented() throws {
        let shop = try GeneratedShop(users: 20, items: 20, events: 100)
        let headers = [
            FileName.events: "user_id,item_id,event,timestamp,session_id,price,promotion_id",
            FileName.users: "user_id,age_band,gender,region,signup_date,email_opt_in",
            FileName.items: "item_id,name,category,brand,price,stock,discontinued,description",
            FileName.promotions: "promotion_id,category,discount,start,end",
        ]
        for (name, header) in headers { #expect(try shop.header(name)?.joined(separator: ",") == header) }
    }

    @Test func onlyWholeFilesAreLeft() throws {
        let shop = try GeneratedShop(users: 20, items: 20, events: 100)
        let names = try FileManager.default.contentsOfDirectory(atPath: shop.directory.path)
        #expect(
            names.sorted() == [
                FileName.events, FileName.items, FileName.promotions, FileName.truth, FileName.users,
            ])
    }

    @Test func tablesReferToEachOther() throws {
        let shop = try GeneratedShop(users: 300, items: 120, events: 9_000)
        let users = Set(try shop.rows(FileName.users).map { $0[0] })
        let items = try shop.rows(FileName.items)
        let categories = Dictionary(uniqueKeysWithValues: items.map { ($0[0], $0[2]) })
        let promotions = try shop.rows(FileName.promotions)
        let promoted = Dictionary(uniqueKeysWithValues: promotions.map { ($0[0], $0[1]) })
        #expect(users.count == 300)
        #expect(categories.count == 120)
        for row in try shop.cleanEvents() {
            #expect(users.contains(row.user))
            let category = try #require(categories[row.item])
            if !row.promotion.isEmpty { #expect(promoted[row.promotion] == category) }
        }
    }

    @Test func catalogueHoldsTextThatNeedsCare() throws {
        let rows = try GeneratedShop().rows(FileName.items)
        #expect(rows.allSatisfy { $0.count == 8 })
        #expect(rows.contains { $0[1].contains(",") })
        #expect(rows.contains { $0[3].contains("\"") })
        #expect(rows.contains { !$0[3].utf8.allSatisfy { $0 < 128 } })
        #expect(rows.contains { $0[6] == "true" })
        #expect(rows.contains { $0[5] == "0" })
        #expect(rows.allSatisfy { (Double($0[4]) ?? 0) > 0 })
    }
}
