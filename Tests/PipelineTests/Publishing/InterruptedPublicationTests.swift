import DurableFiles
import Foundation
import Pipeline
import TestSupport
import Testing

/// Killed, or refused by the disk, at each call of a publication.
@Suite struct InterruptedPublicationTests {
    /// `a` is published, and `b`, which its gate refused, is published by force.
    private func force(_ shop: PublishedShop, _ files: FileSystem) throws {
        let verdict = PublishedShop.refusal(of: "b").forced(because: "launch day", at: 1_000_000)
        try shop.publisher(files).publish("b", verdict: verdict, reason: "launch day")
    }

    private func shop() throws -> PublishedShop {
        let shop = try PublishedShop("a")
        try shop.addRefused("b")
        try shop.publisher().publish("a", verdict: nil)
        return shop
    }

    /// What the files say of `b`, all of them the same.
    private func isForced(_ shop: PublishedShop) throws -> Bool {
        let verdict = try #require(GateVerdict(in: shop.directory.file("runs/b")))
        let record = JSON(bytes: Array(try shop.text("runs/b/run.json").utf8))?["gate"]
        let said = [
            verdict.decision == .forced && verdict.force?.reason == "launch day",
            record?["forced"]?["reason"] == "launch day", try shop.text("runs/b/report.html") == "forced: launch day",
            try shop.history.records.last?.reason == "launch day",
        ]
        #expect(Set(said).count == 1, "\(said)")
        return said[0]
    }

    @Test(arguments: [FailingCalls.Failure.kill, .error(EIO)])
    func itIsPublishedAndSaysSoOrItIsNot(failure: FailingCalls.Failure) throws {
        var position = 1
        var outcomes: Set<Bool> = []
        while true {
            let shop = try shop()
            let calls = FailingCalls(failure, at: position)
            try? force(shop, FileSystem(calls: calls))
            // Something is served at every instant, and nothing says `forced` of what is not published.
            let served = shop.publication.served
            #expect(served == "a" || served == "b")
            if served == "a" { #expect(try !isForced(shop), "call \(position)") }
            // Whoever comes next ends it.
            try shop.publisher().settle()
            #expect(shop.publication.served == served, "call \(position): to mend moves nothing")
            #expect(try isForced(shop) == (served == "b"), "call \(position)")
            #expect(try shop.history.records.map(\.run) == (served == "b" ? ["a", "b"] : ["a"]), "call \(position)")
            #expect(!FileManager.default.fileExists(atPath: "\(shop.models)/.publishing.json"))
            outcomes.insert(served == "b")
            // And it can be done again.
            try force(shop, FileSystem())
            #expect(try isForced(shop) && shop.history.standing == ["a", "b"])
            if !calls.hasFailed { break }
            position += 1
        }
        #expect(outcomes == [true, false] && position > 15, "\(position) calls")
    }

    /// Published again by hand, it does not look like gone back to: what stands is the same before and after it is mended.
    @Test func whatStandsIsKnownBeforeItIsMended() throws {
        var position = 1
        while true {
            let shop = try PublishedShop("a", "b")
            for run in ["a", "b"] { try shop.publisher().publish(run, verdict: nil) }
            let calls = FailingCalls(.kill, at: position)
            try? shop.publisher(FileSystem(calls: calls)).publish("a", verdict: nil)
            let standing = shop.publication.standing
            #expect(standing == (shop.publication.served == "a" ? ["a", "b", "a"] : ["a", "b"]), "call \(position)")
            try shop.publisher().settle()
            #expect(try shop.history.standing == standing, "call \(position)")
            if !calls.hasFailed { break }
            position += 1
        }
        #expect(position > 5)
    }

    @Test func aDamagedIntentIsNamed() throws {
        let shop = try shop()
        try shop.write("{", to: "models/shop/recommend/.publishing.json")
        #expect(shop.publication.problem?.kind == .historyUnreadable)
        #expect(shop.publication.problem?.path.hasSuffix(".publishing.json") == true)
        #expect(throws: InputError.self) { try shop.publisher().publish("b", verdict: nil) }
        #expect(shop.publication.served == "a")
    }

    @Test func aRollbackKeepsItsReason() throws {
        var position = 1
        while true {
            let shop = try PublishedShop("a", "b")
            for run in ["a", "b"] { try shop.publisher().publish(run, verdict: nil) }
            let calls = FailingCalls(.kill, at: position)
            try? shop.publisher(FileSystem(calls: calls)).rollBack(to: "a", reason: "slow answers")
            try shop.publisher().settle()
            let records = try shop.history.records
            let isBack = shop.publication.served == "a"
            #expect(records.count == (isBack ? 3 : 2), "call \(position)")
            if isBack { #expect(records.last?.action == .rollback && records.last?.reason == "slow answers") }
            if !calls.hasFailed { break }
            position += 1
        }
        #expect(position > 5)
    }

    /// The verdict is that of the run at the instant it is published.
    @Test func byHandARefusedRunNeedsAReasonAndKeepsIt() throws {
        let shop = try shop()
        let publication = ManualPublication(in: shop.workspace, reporter: FakeReporter())
        let directory = shop.directory.file("runs/b")
        #expect(throws: RefusedRunError.self) {
            try publication.perform(directory, becauseOf: nil) { _ in [] }
        }
        #expect(try publication.perform(directory, becauseOf: "launch day") { _ in [] }.id == "b")
        #expect(try isForced(shop))
        // Once more, with another reason: the history has both, the run says the last.
        #expect(try publication.perform(directory, becauseOf: "again") { _ in [] }.id == "b")
        #expect(try shop.history.records.map(\.reason) == [nil, "launch day", "again"])
        #expect(try shop.text("runs/b/report.html") == "forced: again")
        #expect(try shop.history.standing == ["a", "b"])
    }
}
