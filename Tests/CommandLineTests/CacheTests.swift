import Foundation
import Testing

/// What has not changed is not computed again, and a plan says why something is.
@Suite struct CacheTests {
    @Test func aSecondRunReusesEverything() throws {
        let shop = try TinyShop()
        let first = try shop.run()
        #expect(first.code == 0, "\(first.errors)")
        #expect(try shop.statuses(of: first).values.allSatisfy { $0 == "ran" })
        let second = try shop.run()
        let statuses = try shop.statuses(of: second)
        #expect(
            statuses == [
                "load": "skipped", "clean": "skipped", "features": "cached", "train": "cached", "evaluate": "cached",
                "export": "cached",
            ])
        #expect(second.json["metrics"] == first.json["metrics"])
        let bundles = try [first, second].map { ending in
            try Data(
                contentsOf: URL(fileURLWithPath: (ending.json["bundle"]?.stringValue ?? "") + "/model.safetensors"))
        }
        #expect(bundles[0] == bundles[1])
    }

    @Test func changingOnlyTheExportTrainsNothing() throws {
        let shop = try TinyShop()
        _ = try shop.run()
        let plan = try shop.plan(["--set", "export.formats.1.k=7"])
        #expect(plan["export"] == "run: `formats.1.k` 5 → 7")
        #expect(plan["train/als"]?.hasPrefix("cached") == true)
        let ending = try shop.run(["--set", "export.formats.1.k=7"])
        let statuses = try shop.statuses(of: ending)
        #expect(statuses["train"] == "cached" && statuses["export"] == "ran")
    }

    @Test func aChangedSettingOfACandidateIsNamed() throws {
        let shop = try TinyShop()
        _ = try shop.run()
        let plan = try shop.plan(["--set", "train.candidates.als.factors=8"])
        #expect(plan["train/als"] == "run: `factors` 16 → 8")
        #expect(plan["train/popular"]?.hasPrefix("cached") == true)
        #expect(plan["features"]?.hasPrefix("cached") == true)
        #expect(plan["load"]?.hasPrefix("skipped") == true)
    }

    @Test func theSeedConcernsOnlyWhatReadsIt() throws {
        let shop = try TinyShop()
        _ = try shop.run()
        let plan = try shop.plan(["--seed", "6"])
        #expect(plan["train/als"] == "run: `seed` 5 → 6")
        #expect(plan["train/popular"]?.hasPrefix("cached") == true)
        #expect(plan["features"]?.hasPrefix("cached") == true, "leave_last_out draws nothing")
    }

    @Test func threadsConcernNothing() throws {
        let shop = try TinyShop()
        _ = try shop.run(["--threads", "1"])
        let plan = try shop.plan(["--threads", "2"])
        #expect(!plan.values.contains { $0.hasPrefix("run") })
    }

    @Test func cleanedTablesAreKeptWhereTheSiteAsks() throws {
        let shop = try TinyShop()
        let keep = ["--set", "config.cache_tables=true"]
        let first = try shop.run(keep)
        let change = keep + ["--set", "features.dataset.weight.half_life_days=30"]
        #expect(try shop.plan(change)["clean"]?.hasPrefix("cached") == true)
        let second = try shop.run(change)
        let statuses = try shop.statuses(of: second)
        #expect(statuses["load"] == "skipped" && statuses["clean"] == "cached" && statuses["features"] == "ran")
        let plain = try shop.run(["--set", "features.dataset.weight.half_life_days=30"], workspace: "plain")
        #expect(try shop.model(of: second) == shop.model(of: plain))
        #expect(try shop.model(of: second) != shop.model(of: first))
    }

    /// The dataset of all rows is wanted later than the split one: rows are read again and accounted for once.
    @Test func aRefitAskedForLaterReadsTheRowsAgain() throws {
        let shop = try TinyShop()
        let first = try shop.run(["--set", "export.refit=false"])
        let second = try shop.run()
        #expect(second.code == 0, "\(second.errors)")
        #expect(try shop.statuses(of: second)["load"] == "ran")
        #expect(try shop.steps(of: second) == shop.steps(of: first))
    }

    @Test func movingTheDataRunsNothing() throws {
        let shop = try TinyShop()
        _ = try shop.run()
        try FileManager.default.moveItem(atPath: shop.workdir.path("shop"), toPath: shop.workdir.path("moved"))
        let plan = try shop.plan(["--set", "config.datasets.events.path=\(shop.workdir.path("moved/events.csv"))"])
        #expect(!plan.isEmpty && !plan.values.contains { $0.hasPrefix("run") }, "\(plan)")
    }

    /// A file that seems new is read before its digest says that its results are stored.
    @Test func digestsThatWereForgottenCostNoResult() throws {
        let shop = try TinyShop()
        let first = try shop.run()
        try FileManager.default.removeItem(atPath: shop.workdir.path("work/cache/inputs.json"))
        let second = try shop.run()
        #expect(second.code == 0, "\(second.errors)")
        let statuses = try shop.statuses(of: second)
        #expect(statuses["load"] == "skipped" && statuses["train"] == "cached", "\(statuses)")
        #expect(try shop.model(of: second) == shop.model(of: first))
    }

    @Test func changedContentIsNoticed() throws {
        let shop = try TinyShop()
        _ = try shop.run()
        let file = shop.workdir.path("shop/events.csv")
        let lines = try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n")
        try (lines.dropLast(100).joined(separator: "\n") + "\n").write(toFile: file, atomically: true, encoding: .utf8)
        let plan = try shop.plan()
        #expect(plan["load"]?.contains("content") == true, "\(plan)")
        #expect(plan["train/als"]?.hasPrefix("run") == true)
    }

    @Test(arguments: ["cut", "flipped"])
    func aDamagedStoredModelIsMadeAnew(damage: String) throws {
        let shop = try TinyShop()
        let first = try shop.run()
        let cache = shop.workdir.path("work/cache")
        for entry in try FileManager.default.contentsOfDirectory(atPath: cache) where entry.hasPrefix("train-") {
            let file = URL(fileURLWithPath: "\(cache)/\(entry)/model.safetensors")
            var content = try Data(contentsOf: file)
            if damage == "cut" { content.removeLast(content.count / 2) } else { content[content.count - 3] ^= 0x40 }
            // Written anew rather than in place: the bundle may share the file.
            try content.write(to: file, options: .atomic)
        }
        let second = try shop.run(["--set", "evaluate.metrics=[\"ndcg@10\",\"recall@5\"]"])
        #expect(second.code == 0, "\(second.errors)")
        #expect(second.json["metrics"]?["ndcg@10"] == first.json["metrics"]?["ndcg@10"])
    }
}
