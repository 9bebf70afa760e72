import Foundation
import Testing

/// The generated shop can be learnt from, by more than what everybody buys.
@Suite struct SampleShopRunTests {
    /// The generator's tastes make ALS score 2.4 to 3.3 times popularity with another implementation of ALS; 1.5 leaves room for
    /// the interval of some 700 test users.
    @Test func factorizationBeatsPopularityClearly() throws {
        let shop = try TinyShop(users: 2_000, items: 800, events: 120_000)
        let ending = try shop.run([
            "--set", "train.candidates.als.factors=32", "--set", "train.candidates.als.iterations=15",
        ])
        #expect(ending.code == 0, "\(ending.errors)")
        let id = ending.json["run"]?.stringValue ?? ""
        let candidates = try shop.workdir.json("work/runs/\(id)/metrics.json")["candidates"]?.arrayValue ?? []
        let scores = candidates.reduce(into: [:]) {
            $0[$1["id"]?.stringValue ?? ""] = $1["metrics"]?["ndcg@10"]?["value"]?.doubleValue
        }
        let (als, popular) = (try #require(scores["als"]), try #require(scores["popular"]))
        #expect(als > 1.5 * popular, "als \(als), popular \(popular)")
        #expect(ending.json["selected"]?.stringValue == "als")
    }
}
