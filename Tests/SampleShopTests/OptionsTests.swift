import Foundation
import SampleShop
import Testing

@Suite struct OptionsTests {
    @Test(arguments: [0, -1, 5_000_001])
    func usersOutOfRangeAreRefused(count: Int) {
        #expect(throws: SampleShopError.outOfRange(option: "users", found: count, allowed: 1...5_000_000)) {
            try SampleShop.Options(users: count)
        }
    }

    @Test(arguments: [0, -800, 1_000_001])
    func itemsOutOfRangeAreRefused(count: Int) {
        #expect(throws: SampleShopError.outOfRange(option: "items", found: count, allowed: 1...1_000_000)) {
            try SampleShop.Options(items: count)
        }
    }

    @Test(arguments: [0, -1, 1_000_000_001])
    func eventsOutOfRangeAreRefused(count: Int) {
        #expect(throws: SampleShopError.outOfRange(option: "events", found: count, allowed: 1...1_000_000_000)) {
            try SampleShop.Options(events: count)
        }
    }

    @Test func decodingChecksTheRange() {
        let json = Data(#"{"users": 0, "items": 1, "events": 1, "seed": 1}"#.utf8)
        #expect(throws: SampleShopError.self) { try JSONDecoder().decode(SampleShop.Options.self, from: json) }
    }

    @Test func theMessageSaysWhatIsAllowed() {
        let error = SampleShopError.outOfRange(option: "users", found: 0, allowed: 1...5)
        #expect(error.description == "`users` is 0, but must lie between 1 and 5")
    }

    @Test func aFileInPlaceOfTheDirectoryIsAnError() throws {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("shop-\(UUID().uuidString)")
        try Data("not a directory".utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let options = try SampleShop.Options(users: 5, items: 5, events: 5)
        #expect {
            try SampleShop(options: options).write(to: file)
        } throws: { error in
            guard case SampleShopError.cannotWrite(let path, _) = error else { return false }
            return path == file.path
        }
    }

    @Test func aDirectoryInPlaceOfAFileIsAnErrorThatLeavesNothingBehind() throws {
        let directory = FileManager.default.temporaryDirectory.appendingPathComponent("shop-\(UUID().uuidString)")
        let blocked = directory.appendingPathComponent(SampleShop.FileName.events)
        try FileManager.default.createDirectory(at: blocked, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        let options = try SampleShop.Options(users: 5, items: 5, events: 5)
        #expect(throws: SampleShopError.self) { try SampleShop(options: options).write(to: directory) }
        let names = try FileManager.default.contentsOfDirectory(atPath: directory.path)
        #expect(!names.contains { $0.hasSuffix(".partial") })
        #expect(!names.contains(SampleShop.FileName.truth))
    }
}
