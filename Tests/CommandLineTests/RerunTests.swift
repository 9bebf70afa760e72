import Foundation
import Pipeline
import Testing

/// `--from` runs a stage and all after it anew, and nothing before it.
@Suite struct RerunTests {
    @Test(arguments: [
        ("load", ["ran", "ran", "ran", "ran", "ran", "ran"]),
        ("clean", ["ran", "ran", "ran", "ran", "ran", "ran"]),
        ("features", ["ran", "ran", "ran", "ran", "ran", "ran"]),
        ("train", ["skipped", "skipped", "cached", "ran", "ran", "ran"]),
        ("evaluate", ["skipped", "skipped", "cached", "cached", "ran", "ran"]),
        ("export", ["skipped", "skipped", "cached", "cached", "cached", "ran"]),
    ])
    func whatLiesBeforeIsReused(stage: String, expected: [String]) throws {
        let shop = try TinyShop()
        let first = try shop.run()
        let again = try shop.run(["--from", stage])
        #expect(again.code == 0, "\(again.errors)")
        let statuses = try shop.statuses(of: again)
        #expect(StageName.allCases.map { statuses[$0.rawValue] } == expected)
        #expect(try shop.model(of: again) == shop.model(of: first))
    }

    @Test func thePlanSaysThatItWasAskedFor() throws {
        let shop = try TinyShop()
        _ = try shop.run()
        let plan = try shop.plan(["--from", "train"])
        #expect(plan["train/als"] == "run: asked for with --from train")
        #expect(plan["train/popular"] == "run: asked for with --from train")
        #expect(plan["evaluate"] == "run: asked for with --from train")
        #expect(plan["features"]?.hasPrefix("cached") == true)
        #expect(try shop.plan(["--from", "train", "--until", "train"])["evaluate"] == nil)
        #expect(try shop.plan().values.allSatisfy { !$0.hasPrefix("run") }, "a plan changes nothing")
    }

    @Test func cleanedTablesThatAreKeptAreReusedByTheFeatures() throws {
        let shop = try TinyShop()
        let keeping = ["--set", "config.cache_tables=true"]
        _ = try shop.run(keeping)
        let statuses = try shop.statuses(of: shop.run(keeping + ["--from", "features"]))
        #expect(statuses["load"] == "skipped" && statuses["clean"] == "cached" && statuses["features"] == "ran")
    }

    @Test(arguments: [
        (["--from", "trian"], "train"), (["--from", "export", "--until", "train"], "--until train"),
        (["--from", "train", "--force"], "--force"),
    ])
    func mistakesAreNamed(flags: [String], hint: String) throws {
        let shop = try TinyShop()
        for command in ["run", "plan"] {
            let ending = try Mercer.run(
                [command, shop.workdir.path("pipeline.json"), "--config", shop.workdir.path("config.json")] + flags)
            #expect(ending.code == 64 && ending.errors.contains(hint), "\(ending.errors)")
        }
    }
}
