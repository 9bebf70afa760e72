import Foundation
import Pipeline
import Testing

/// Rollbacks one after the other.
@Suite struct RollbackStepsTests {
    /// Rolls back until it is refused.
    private func steps(_ shop: PublishedShop) throws -> [String] {
        var steps: [String] = []
        while let run = try? shop.rollBack() {
            steps.append(run)
            #expect(shop.publication.served == run)
            try #require(steps.count < 10, "it ends")
        }
        return steps
    }

    @Test(arguments: [
        (["a"], []), (["a", "b", "c"], ["b", "a"]), (["a", "b", "a"], ["b", "a"]),
        (["a", "b", "a", "b"], ["a", "b", "a"]),
    ])
    func theyWalkBackThroughThePublications(published: [String], expected: [String]) throws {
        let shop = try PublishedShop("a", "b", "c")
        for run in published { try shop.publisher().publish(run, verdict: nil) }
        #expect(try steps(shop) == expected)
        // And a publication after them stands on what was gone back to.
        try shop.add("d")
        try shop.publisher().publish("d", verdict: nil)
        #expect(try steps(shop) == ["a"])
    }

    @Test func oneThatWasRemovedIsNamedWithTheNextThatIsLeft() throws {
        let shop = try PublishedShop("a", "b", "c", "d")
        for run in ["a", "b", "c", "d"] { try shop.publisher().publish(run, verdict: nil) }
        try shop.remove("models/shop/recommend/c")
        func refusal() -> InputError? { #expect(throws: InputError.self) { try shop.rollBack() } }
        let first = try #require(refusal())
        #expect(first.found.contains("run c") && first.remedy.contains("--to b"))
        #expect(shop.publication.served == "d")
        try shop.remove("models/shop/recommend/b")
        #expect(refusal()?.remedy.contains("--to a") == true)
        try shop.remove("models/shop/recommend/a")
        #expect(refusal()?.remedy.contains("nothing published earlier is left") == true)
        // Named, it is gone back to, past what was removed.
        try shop.add("b")
        #expect(try shop.rollBack(to: "b") == "b")
        #expect(try shop.history.standing == ["a", "b"])
    }

    @Test func nothingIsPublished() throws {
        let shop = try PublishedShop("a")
        #expect(throws: InputError.self) { try shop.rollBack() }
        #expect(try shop.rollBack(to: "a") == "a")
    }
}
