import DurableFiles
import Foundation
import Pipeline
import TestSupport
import Testing

/// Stopped between the last record of a run and the publication it ends with.
@Suite struct UnpublishedRunTests {
    private static let intent = "models/shop/recommend/.publishing.json"

    /// `a` is published, and `b` was about to be: by its own run, or by hand where that ended long ago.
    private func shop(endsRun: Bool) throws -> PublishedShop {
        let shop = try PublishedShop("a", "b")
        try shop.publisher().publish("a", verdict: nil)
        let record = PublishingRecord(
            at: 1_772_337_600_000_000, action: .publish, run: "b", previous: "a", verdict: nil)
        let json = JSON.object((record.json.members ?? []) + [.init("ends_run", .bool(endsRun))])
        try shop.write(json.text(), to: Self.intent)
        return shop
    }

    private func state(_ run: String, _ shop: PublishedShop) throws -> RunState {
        try StoredRun(directory: shop.directory.file("runs/\(run)")).state
    }

    private func record(_ shop: PublishedShop) throws -> JSON? {
        JSON(bytes: Array(try shop.text("runs/b/run.json").utf8))
    }

    @Test func itIsInProgressUntilItIsPublishedOrGone() throws {
        let shop = try shop(endsRun: true)
        #expect(try state("b", shop) == .killed && state("a", shop) == .succeeded)
        #expect(try StoredRun(directory: shop.directory.file("runs/b")).recordWithState["status"] == "killed")
        let lock = try WorkspaceLock(shop.workspace, config: "shop", pipeline: "recommend")
        try lock.hold(for: "b")
        #expect(try state("b", shop) == .running)
        try shop.link(to: "b")
        #expect(try state("b", shop) == .succeeded)
        withExtendedLifetime(lock) {}
    }

    @Test func whoeverComesNextSaysSoInItsRecord() throws {
        let shop = try shop(endsRun: true)
        try shop.publisher().settle()
        #expect(FileSystem.isMissing(shop.directory.file(Self.intent)))
        let record = try record(shop)
        #expect(record?["status"] == "failed" && record?["exit_status"] == .null && record?["id"] == "b")
        #expect(record?["error"]?.stringValue?.contains("mercer publish b") == true)
        #expect(try state("b", shop) == .failed && shop.publication.served == "a")
        #expect(try shop.history.records.map(\.run) == ["a"])
        let publication = ManualPublication(in: shop.workspace, reporter: FakeReporter())
        #expect(try publication.perform(shop.directory.file("runs/b"), becauseOf: nil) { _ in [] }.id == "b")
        #expect(shop.publication.served == "b")
    }

    /// What was published and then moved back by hand did succeed.
    @Test func aLineInTheHistoryIsEnough() throws {
        let shop = try shop(endsRun: true)
        let intent = try shop.text(Self.intent)
        try shop.write(
            shop.text("models/shop/recommend/history.jsonl") + intent + "\n", to: "models/shop/recommend/history.jsonl")
        #expect(try state("b", shop) == .succeeded)
        try shop.publisher().settle()
        #expect(try record(shop)?["status"] == "succeeded")
    }

    /// A run that ended well stays one, whoever fails to publish it later.
    @Test func byHandNothingOfTheRunChanges() throws {
        let shop = try shop(endsRun: false)
        #expect(try state("b", shop) == .succeeded)
        try shop.publisher().settle()
        #expect(try record(shop)?["status"] == "succeeded")
        #expect(FileSystem.isMissing(shop.directory.file(Self.intent)))
    }
}
