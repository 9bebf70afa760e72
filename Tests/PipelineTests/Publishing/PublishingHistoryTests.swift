import DurableFiles
import Foundation
import Pipeline
import Testing

/// Who was published when, and what stands of it.
@Suite struct PublishingHistoryTests {
    @Test func everyPublicationLeavesALine() throws {
        let shop = try PublishedShop("a", "b")
        let publisher = shop.publisher()
        #expect(try shop.history.records.isEmpty && shop.publication.served == nil && shop.publication.problem == nil)
        try publisher.publish("a", verdict: nil)
        try publisher.publish("b", verdict: GateVerdict(run: "b", champion: "a", conditions: []))
        try publisher.rollBack(to: "a", reason: "slow answers")
        let records = try shop.history.records
        #expect(records.map(\.action) == [.publish, .publish, .rollback])
        #expect(records.map(\.run) == ["a", "b", "a"] && records.map(\.previous) == [nil, "a", "b"])
        #expect(records.map(\.verdict) == [nil, .passed, nil])
        #expect(records.map(\.reason) == [nil, nil, "slow answers"])
        #expect(shop.publication.served == "a")
    }

    @Test func publishingTwiceIsPublishingOnceUnlessAReasonIsGiven() throws {
        let shop = try PublishedShop("a")
        try shop.publisher().publish("a", verdict: nil)
        try shop.publisher().publish("a", verdict: nil)
        #expect(try shop.history.records.count == 1)
        try shop.publisher().publish("a", verdict: nil, reason: "asked for by the shop")
        #expect(try shop.history.records.map(\.reason) == [nil, "asked for by the shop"])
        #expect(try shop.history.standing == ["a"])
    }

    /// By hand: what stands after each step.
    @Test func aRollbackUndoesThePublicationsAfterIt() throws {
        let shop = try PublishedShop("a", "b", "c", "d")
        let publisher = shop.publisher()
        for run in ["a", "b", "c"] { try publisher.publish(run, verdict: nil) }
        #expect(try shop.history.standing == ["a", "b", "c"])
        try publisher.rollBack(to: "b", reason: nil)
        #expect(try shop.history.standing == ["a", "b"])
        try publisher.publish("d", verdict: nil)
        #expect(try shop.history.standing == ["a", "b", "d"])
        try publisher.rollBack(to: "a", reason: nil)
        #expect(try shop.history.standing == ["a"])
        // One that was undone does not stand: to go back to it is to publish it again.
        try publisher.rollBack(to: "c", reason: nil)
        #expect(try shop.history.standing == ["a", "c"])
    }

    /// What was published twice is gone back to twice.
    @Test func publishedAgain() throws {
        let shop = try PublishedShop("a", "b", "c")
        for run in ["a", "b", "a", "c"] { try shop.publisher().publish(run, verdict: nil) }
        #expect(try shop.history.standing == ["a", "b", "a", "c"])
        try shop.publisher().rollBack(to: "a", reason: nil)
        #expect(try shop.history.standing == ["a", "b", "a"])
    }

    /// Somebody moved the link: the line says no more than that.
    @Test func aMissingLineIsMended() throws {
        let shop = try PublishedShop("a", "b", "c")
        try shop.publisher().publish("a", verdict: nil)
        try shop.link(to: "b")
        #expect(shop.publication.standing == ["a", "b"], "as if the line were there")
        try shop.publisher().publish("c", verdict: nil)
        var records = try shop.history.records
        #expect(records.map(\.run) == ["a", "b", "c"] && records.map(\.previous) == [nil, "a", "b"])
        #expect(records.map(\.action) == [.publish, .found, .publish])
        // Back to a run that stands.
        try shop.link(to: "a")
        try shop.publisher().settle()
        try shop.publisher().settle()
        records = try shop.history.records
        #expect(records.count == 4 && records.last?.action == .found)
        #expect(try shop.history.standing == ["a"])
    }

    @Test func aLineThatIsNoRecordIsAnError() throws {
        let shop = try PublishedShop("a")
        try shop.publisher().publish("a", verdict: nil)
        try shop.write("{\"schema\":1,\"run\":\"a\"}\n", to: "models/shop/recommend/history.jsonl")
        #expect(throws: InputError.self) { try shop.history }
    }
}
