import Foundation
import Pipeline
import Testing

/// What commands do where it is unclear what is published.
@Suite struct PublicationStateTests {
    private let gate = ["--set", #"evaluate.gate=[{"condition":"minimum","metric":"ndcg@10","value":0}]"#]
    private let models = "work/models/tiny/tiny"

    private func shop() throws -> (shop: TinyShop, run: String) {
        let shop = try TinyShop()
        let first = try shop.run(["--as-of", "2025-06-20"])
        #expect(first.code == 0, "\(first.errors)")
        return (shop, first.json["run"]?.stringValue ?? "")
    }

    private func list(_ shop: TinyShop) throws -> JSON? {
        try Mercer.run(["runs", "list", "--workspace", shop.workdir.path("work"), "--output", "json"])
            .json["publications"]?.arrayValue?.first
    }

    private func verdict(_ ending: Mercer.Ending, of shop: TinyShop) throws -> JSON {
        try shop.workdir.json("work/runs/\(ending.json["run"]?.stringValue ?? "")/gate.json")
    }

    /// The gate judges no first run where there was one; without a gate the run publishes and so mends the link.
    @Test func aLinkThatIsGone() throws {
        let (shop, run) = try shop()
        try FileManager.default.removeItem(atPath: shop.workdir.path("\(models)/current"))
        let gated = try shop.run(gate + ["--as-of", "2025-06-21"])
        #expect(gated.code == 2 && gated.json["status"] == "refused")
        let found = try verdict(gated, of: shop)
        #expect(found["first_run"] == false && found["champion"]?.stringValue == run)
        #expect(found["obstacle"]?["cause"] == "link_missing")
        #expect(found["obstacle"]?["remedy"]?.stringValue?.contains("mercer publish \(run) --workspace") == true)
        #expect(try list(shop)?["problem"]?["kind"] == "link_missing")
        let text = try Mercer.run(["runs", "list", "--workspace", shop.workdir.path("work")])
        #expect(text.output.contains("it is unclear what is published"))
        let pruned = try Mercer.run(
            ["runs", "prune", "--keep-last", "0", "--apply", "--workspace", shop.workdir.path("work")])
        #expect(pruned.code == 0)
        #expect(FileManager.default.fileExists(atPath: shop.workdir.path("\(models)/\(run)")), "the history names it")
        let free = try shop.run(["--as-of", "2025-06-21"])
        #expect(free.code == 0 && free.errors.contains("publishes its own model there"))
        #expect(try list(shop)?["run"] == free.json["run"] && list(shop)?["problem"] == .null)
    }

    /// Nothing replaces what is no link: a run that would publish in the end does not begin.
    @Test func aDirectoryInItsPlace() throws {
        let (shop, run) = try shop()
        let current = shop.workdir.path("\(models)/current")
        try FileManager.default.removeItem(atPath: current)
        try FileManager.default.createDirectory(atPath: current, withIntermediateDirectories: false)
        let free = try shop.run(["--as-of", "2025-06-21"])
        #expect(free.code == 66 && free.json["error"]?.stringValue?.contains("it is a directory") == true)
        #expect(try shop.run(gate + ["--as-of", "2025-06-21", "--force-publish", "--reason", "x"]).code == 66)
        let gated = try shop.run(gate + ["--as-of", "2025-06-21"])
        #expect(try gated.code == 2 && verdict(gated, of: shop)["obstacle"]?["cause"] == "not_a_link")
        #expect(try Mercer.run(["publish", run, "--workspace", shop.workdir.path("work")]).code == 66)
        #expect(try shop.run(["--as-of", "2025-06-21", "--until", "evaluate"]).code == 0, "it publishes nothing")
        try FileManager.default.removeItem(atPath: current)
        #expect(try Mercer.run(["publish", run, "--workspace", shop.workdir.path("work")]).code == 0)
        #expect(try list(shop)?["run"]?.stringValue == run)
    }

    /// Warm starts begin cold and say why.
    @Test func aTrainingStartsFromNothingThatIsUnclear() throws {
        let shop = try TinyShop()
        let warm = ["--set", "train.candidates.als.warm_start=champion"]
        #expect(try shop.run(warm + ["--as-of", "2025-06-20"]).code == 0)
        try FileManager.default.removeItem(atPath: shop.workdir.path("\(models)/current"))
        let next = try shop.run(warm + gate + ["--as-of", "2025-06-21"])
        #expect(next.code == 2)
        #expect(try shop.record(of: next)["warm_start"]?.arrayValue?.first?["cause"] == "unclear_champion")
    }
}
