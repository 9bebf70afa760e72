import DurableFiles
import Foundation
import Pipeline
import Testing

/// What is published, where something of it is missing or damaged.
@Suite struct PublicationTests {
    private static let history = "models/shop/recommend/history.jsonl"
    private static let current = "models/shop/recommend/current"

    /// `a`, then `b`, published.
    private static func shop() throws -> PublishedShop {
        let shop = try PublishedShop("a", "b")
        for run in ["a", "b"] { try shop.publisher().publish(run, verdict: nil) }
        return shop
    }

    @Test func nothingAndSomething() throws {
        let none = try PublishedShop("a").publication
        #expect(none.served == nil && none.champion == nil && none.problem == nil)
        let some = try Self.shop().publication
        #expect(some.served == "b" && some.champion == "b" && some.problem == nil)
        #expect(some.standing == ["a", "b"])
    }

    /// A workspace from before there was a history.
    @Test func aLinkWithoutAHistoryIsEnough() throws {
        let shop = try Self.shop()
        try shop.remove(Self.history)
        #expect(shop.publication.served == "b" && shop.publication.problem == nil)
    }

    struct Damage: Sendable, CustomTestStringConvertible {
        let kind: PublicationProblem.Kind
        /// Whether publishing mends it.
        let isMended: Bool
        let champion: String?
        let make: @Sendable (PublishedShop) throws -> Void

        var testDescription: String { kind.rawValue }
    }

    static let damages = [
        Damage(kind: .linkMissing, isMended: true, champion: "b") { try $0.remove(current) },
        Damage(kind: .bundleMissing, isMended: true, champion: "b") { try $0.remove("models/shop/recommend/b") },
        Damage(kind: .bundleMissing, isMended: true, champion: "b") {
            try $0.remove("models/shop/recommend/b/manifest.json")
        },
        Damage(kind: .otherTarget, isMended: true, champion: "b") { try $0.link(to: "/elsewhere/b") },
        Damage(kind: .otherTarget, isMended: true, champion: "b") { try $0.link(to: "../recommend/b") },
        Damage(kind: .notALink, isMended: false, champion: "b") {
            try $0.remove(current)
            try FileSystem().createDirectory($0.directory.file(current))
        },
        Damage(kind: .notALink, isMended: false, champion: "b") {
            try $0.remove(current)
            try $0.write("b", to: current)
        },
        Damage(kind: .historyUnreadable, isMended: false, champion: nil) { try $0.write("{", to: history) },
        Damage(kind: .historyUnreadable, isMended: false, champion: nil) {
            try $0.remove(history)
            try FileSystem().createDirectory($0.directory.file(history))
        },
    ]

    @Test(arguments: damages)
    func noDamageIsTakenForAFirstRun(damage: Damage) throws {
        let shop = try Self.shop()
        try damage.make(shop)
        let publication = shop.publication
        #expect(publication.problem?.kind == damage.kind)
        #expect(publication.problem != nil && publication.champion == damage.champion)
        // What services read is still told: the history has no say in that.
        #expect(publication.served == (damage.kind == .historyUnreadable ? "b" : nil))
        if damage.isMended {
            let newest = damage.kind == .bundleMissing ? "a" : "b"
            #expect(publication.problem?.remedy.contains("mercer publish \(newest) --workspace") == true)
        }
    }

    @Test(arguments: damages)
    func publishingMendsOrRefuses(damage: Damage) throws {
        let shop = try Self.shop()
        try damage.make(shop)
        try shop.add("c")
        guard damage.isMended else {
            #expect(throws: InputError.self) { try shop.publisher().publish("c", verdict: nil) }
            #expect(shop.publication.problem?.kind == damage.kind, "nothing changed")
            return
        }
        try shop.publisher().publish("c", verdict: nil)
        #expect(shop.publication.problem == nil && shop.publication.served == "c")
        #expect(try shop.history.records.last?.previous == "b")
    }

    /// Back from what? Only a named run is gone back to.
    @Test(arguments: damages)
    func aRollbackGuessesNothing(damage: Damage) throws {
        let shop = try Self.shop()
        try damage.make(shop)
        #expect(throws: InputError.self) { try shop.rollBack() }
        guard damage.isMended else { return }
        #expect(try shop.rollBack(to: "a") == "a")
        #expect(shop.publication.served == "a" && shop.publication.problem == nil)
        #expect(try shop.history.standing == ["a"])
    }
}
