import Foundation
import Pipeline
import Testing

/// Which stages run, in the combinations of what is stored and what is asked for.
@Suite struct StageStatusTests {
    @Test(arguments: [
        ("load", ["load": "ran"]), ("clean", ["load": "ran", "clean": "ran"]),
        ("features", ["load": "ran", "clean": "ran", "features": "ran"]),
        ("train", ["load": "ran", "clean": "ran", "features": "ran", "train": "ran"]),
    ])
    func untilRunsNoStageAfterIt(stage: String, expected: [String: String]) throws {
        let shop = try TinyShop()
        let ending = try shop.run(["--until", stage])
        #expect(ending.code == 0, "\(ending.errors)")
        #expect(try shop.statuses(of: ending) == expected)
    }

    @Test func aFailedStageAccountsForTheRowsItTook() throws {
        let shop = try TinyShop()
        let ending = try shop.run([
            "--set", "features.dataset.minimum_per_user=100000", "--set", "export.refit=false",
        ])
        #expect(ending.code == 65, "\(ending.errors)")
        let id = ending.json["run"]?.stringValue ?? ""
        let stages = try shop.workdir.json("work/runs/\(id)/run.json")["stages"]?.arrayValue ?? []
        let features = try #require(stages.first { $0["stage"] == "features" })
        #expect(features["status"] == "ran")
        let steps = (features["steps"]?.arrayValue ?? []).compactMap(StepAccount.init)
        #expect(steps.map(\.step) == ["interactions", "split", "minimums"])
        #expect(steps.last?.rowsOut == 0)
    }

    /// A listed candidate that can't be trained ends the run; what was trained before it is kept.
    @Test func aCandidateThatDivergesEndsTheRun() throws {
        let shop = try TinyShop()
        let wild = try shop.run([
            "--set", "train.candidates.popular.model=als", "--set", "train.candidates.popular.alpha=1e38",
        ])
        #expect(wild.code == 65, "\(wild.errors)")
        #expect(wild.errors.contains("train.candidates.popular") && wild.errors.contains("`alpha`"), "\(wild.errors)")
        #expect(try shop.plan()["train/als"]?.hasPrefix("cached") == true)
    }

    @Test func forceRunsEverythingAnewToTheSameBytes() throws {
        let shop = try TinyShop()
        let first = try shop.run()
        let second = try shop.run(["--force"])
        #expect(try shop.statuses(of: second).values.allSatisfy { $0 == "ran" })
        #expect(try shop.model(of: second) == shop.model(of: first))
    }

    @Test func withoutAnEvaluationTheOnlyCandidateShips() throws {
        let shop = try TinyShop()
        let pipeline = try shop.workdir.write(
            """
            { "name": "plain", "stages": [
                { "stage": "load", "tables": { "events": { "dataset": "events" } } },
                { "stage": "features", "dataset": { "kind": "interactions", "table": "events" } },
                { "stage": "train", "candidates": [ { "id": "popular", "model": "popularity" } ] },
                { "stage": "export", "formats": [ { "format": "bundle" } ] } ] }
            """, to: "plain.json")
        for expected in ["ran", "cached"] {
            let ending = try shop.run(pipeline: pipeline)
            #expect(ending.code == 0, "\(ending.errors)")
            let statuses = try shop.statuses(of: ending)
            #expect(statuses["train"] == expected && statuses["export"] == expected && statuses["evaluate"] == nil)
        }
    }

    @Test func exportedTablesAreReusedToo() throws {
        let shop = try TinyShop()
        let pipeline = try shop.workdir.write(
            """
            { "name": "tables", "stages": [
                { "stage": "load", "tables": { "events": { "dataset": "events" } } },
                { "stage": "clean", "steps": [ { "step": "deduplicate", "table": "events" } ] },
                { "stage": "export", "formats": [ { "format": "table", "table": "events" } ] } ] }
            """, to: "tables.json")
        let first = try shop.run(pipeline: pipeline)
        #expect(try shop.statuses(of: first) == ["load": "ran", "clean": "ran", "export": "ran"], "\(first.errors)")
        let second = try shop.run(pipeline: pipeline)
        #expect(try shop.statuses(of: second) == ["load": "skipped", "clean": "skipped", "export": "cached"])
    }

    /// How far a candidate comes in a time is a matter of the clock: neither it nor what was made from it is reused.
    @Test(arguments: [true, false])
    func aCandidateCutByItsTimeIsMarkedAndNotReused(refit: Bool) throws {
        let shop = try TinyShop()
        let settings = [
            "--set", "train.candidates.als.time_budget_seconds=1e-9", "--set", "export.refit=\(refit)",
            "--set", "train.candidates.als.iterations=50",
        ]
        for _ in 1...2 {
            let ending = try shop.run(settings)
            #expect(ending.code == 0, "\(ending.errors)")
            let statuses = try shop.statuses(of: ending)
            #expect(statuses["train"] == "ran" && statuses["evaluate"] == "ran")
            let id = ending.json["run"]?.stringValue ?? ""
            let candidates = try shop.workdir.json("work/runs/\(id)/metrics.json")["candidates"]?.arrayValue ?? []
            #expect(candidates.first { $0["id"] == "als" }?["ending"] == "time_budget")
            #expect(
                FileManager.default.fileExists(
                    atPath: shop.workdir.path("work/runs/\(id)/evaluation-model/model.safetensors")))
        }
    }

    @Test func latestIsTheLastOfRunsThatFollowEachOtherQuickly() throws {
        let shop = try TinyShop()
        var last = ""
        for _ in 1...4 { last = try shop.run().json["run"]?.stringValue ?? "" }
        let shown = try Mercer.run(
            ["runs", "show", "latest", "--workspace", shop.workdir.path("work"), "--output", "json"])
        #expect(shown.json["id"]?.stringValue == last)
    }
}
