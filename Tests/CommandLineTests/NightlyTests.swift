import Foundation
import Pipeline
import Testing

/// Nightly files: several runs in order, one failing, one stopped.
@Suite struct NightlyTests {
    /// A shop with a second config whose data is missing.
    private func shop(runs: String) throws -> TinyShop {
        let shop = try TinyShop()
        let broken = TinyShop.config.replacing("shop/events.csv", with: "shop/nowhere.csv")
            .replacing("\"tiny\"", with: "\"broken\"")
        try shop.workdir.write(broken, to: "broken.json")
        try shop.workdir.write(#"{ "name": "night", "runs": [\#(runs)] }"#, to: "night.json")
        return shop
    }

    private func run(_ shop: TinyShop, _ command: String = "run") throws -> Mercer.Ending {
        try Mercer.run([
            command, shop.workdir.path("night.json"), "--workspace", shop.workdir.path("work"), "--output", "json",
        ])
    }

    @Test func aFailedRunKeepsOnlyThoseFromStartingThatWaitForIt() throws {
        let shop = try shop(
            runs: """
                { "pipeline": "pipeline.json", "config": "broken.json" },
                { "pipeline": "./pipeline.json", "config": "config.json" },
                { "pipeline": "pipeline", "config": "config.json", "after": ["pipeline.json"] },
                { "pipeline": "pipeline", "config": "config.json", "after": ["./pipeline.json"] }
                """)
        let ending = try run(shop)
        #expect(ending.code == 66, "the missing input's code: \(ending.errors)")
        #expect(ending.json["exit_status"] == 66)
        let runs = try #require(ending.json["runs"]?.arrayValue)
        #expect(runs.map { $0["exit_status"]?.integerValue } == [66, 0, nil, 0])
        #expect(runs[2]["skipped"]?.stringValue == "pipeline.json did not end well")
        #expect(runs[1]["result"]?["status"] == "succeeded")
        #expect(runs[0]["result"]?["error"]?.stringValue?.contains("nowhere.csv") == true)
    }

    /// A refusal is no failure of the others: it is the code of the night where nothing worse happened.
    @Test func aRefusedRunIsTheLeastOfAll() throws {
        let shop = try shop(
            runs: """
                { "pipeline": "gated", "config": "config.json" }, { "pipeline": "pipeline", "config": "config.json" }
                """)
        let gate = #""gate": [{ "condition": "minimum", "metric": "ndcg@10", "value": 0.99 }], "select""#
        let gated = TinyShop.pipeline.replacing("\"select\"", with: gate)
            .replacing("\"name\": \"tiny\"", with: "\"name\": \"gated\"")
        try shop.workdir.write(gated, to: "gated.json")
        let ending = try run(shop)
        #expect(ending.code == 2, "\(ending.errors)")
        let runs = try #require(ending.json["runs"]?.arrayValue)
        #expect(runs.map { $0["exit_status"]?.integerValue } == [2, 0])
        #expect(runs[0]["result"]?["status"] == "refused")
        #expect(ExitStatus.combined([.done, .refused, .locked]) == .locked)
    }

    @Test func planTellsOfEveryRun() throws {
        let shop = try shop(runs: #"{ "pipeline": "pipeline", "config": "config.json" }"#)
        let ending = try Mercer.run([
            "plan", shop.workdir.path("night.json"), "--workspace", shop.workdir.path("work"),
        ])
        #expect(ending.code == 0, "\(ending.errors)")
        #expect(ending.output.contains("pipeline on ") && ending.output.contains("train/als"))
    }

    @Test func validateFindsAWaitForWhatComesLaterAndProblemsOfThePipelines() throws {
        let shop = try shop(
            runs: """
                { "pipeline": "pipeline", "config": "config.json", "after": ["pipelin"] },
                { "pipeline": "absent", "config": "config.json" }
                """)
        let order = try Mercer.run(["validate", shop.workdir.path("night.json")])
        #expect(order.code == 78)
        #expect(order.output.contains("runs.0.after.0: no run of the pipeline \"pipelin\" stands before this one"))
        try shop.workdir.write(
            #"{ "name": "night", "runs": [{ "pipeline": "absent", "config": "config.json" }] }"#, to: "night.json")
        let missing = try Mercer.run(["validate", shop.workdir.path("night.json")])
        #expect(missing.code == 78)
        #expect(missing.output.contains("night.json:1:") && missing.output.contains("absent.json"))
    }

    /// A config that is gone, or does not suit its pipeline, ends its own run and no other.
    @Test func anEntryThatCannotRunKeepsNoOtherFromRunning() throws {
        let shop = try shop(
            runs: """
                { "pipeline": "pipeline", "config": "absent.json" },
                { "pipeline": "bad", "config": "config.json" },
                { "pipeline": "pipeline", "config": "config.json" }
                """)
        try shop.workdir.write(#"{ "name": "bad", "stages": [] }"#, to: "bad.json")
        let ending = try Mercer.run([
            "run", shop.workdir.path("night.json"), "--workspace", shop.workdir.path("work"), "--output", "json",
        ])
        #expect(ending.code == 66, "\(ending.errors)")
        #expect(ending.json["runs"]?.arrayValue?.map { $0["exit_status"]?.integerValue } == [66, 78, 0])
    }

    @Test(arguments: [["--config", "config.json"], ["--set", "seed=3"]])
    func flagsOfOnePipelineAreRefused(flags: [String]) throws {
        let shop = try shop(runs: #"{ "pipeline": "pipeline", "config": "config.json" }"#)
        let ending = try Mercer.run(["run", shop.workdir.path("night.json")] + flags)
        #expect(ending.code == 64)
        #expect(ending.errors.contains(flags[0]))
    }

    @Test func aPipelineWithoutAConfigIsRefused() throws {
        let shop = try TinyShop()
        let ending = try Mercer.run(["run", shop.workdir.path("pipeline.json")])
        #expect(ending.code == 64 && ending.errors.contains("--config"))
    }

    /// The run that a second signal ends says so, and the night says it of the run.
    @Test func aSecondSignalLeavesTheNightItsObject() throws {
        let shop = try shop(
            runs: """
                { "pipeline": "long", "config": "config.json" }, { "pipeline": "pipeline", "config": "config.json" }
                """)
        let long = TinyShop.pipeline.replacing(
            #""factors": 16, "iterations": 5"#, with: #""factors": 512, "iterations": 10000, "solver": "cholesky""#)
        try shop.workdir.write(long, to: "long.json")
        let night = try Mercer.start([
            "run", shop.workdir.path("night.json"), "--workspace", shop.workdir.path("work"), "--output", "json",
            "--threads", "1",
        ])
        night.wait { shop.cached().contains { $0.hasPrefix("features-") } }
        night.signal(SIGINT)
        // Both have noticed it: signals that arrive together are one.
        night.wait { night.errors.ranges(of: "once more to stop at once").count == 2 }
        night.signal(SIGINT)
        let ending = night.ending()
        #expect(!ending.wasSignalled && ending.code == 130, "\(ending.errors)")
        let runs = try #require(ending.json["runs"]?.arrayValue, "\(ending.output)")
        #expect(runs.map { $0["exit_status"]?.integerValue } == [130, nil])
        // Where it came to a safe point before the second one, it says that.
        #expect(["killed", "interrupted"].contains(runs[0]["result"]?["status"]), "\(ending.output)")
        #expect(runs[1]["skipped"] == "interrupted")
    }

    @Test func aRunThatTheMachineKillsIsToldAsKilled() throws {
        let shop = try shop(
            runs: """
                { "pipeline": "long", "config": "config.json" }, { "pipeline": "pipeline", "config": "config.json" }
                """)
        try shop.workdir.write(
            TinyShop.pipeline.replacing(
                #""factors": 16, "iterations": 5"#, with: #""factors": 256, "iterations": 10000"#
            )
            .replacing("\"name\": \"tiny\"", with: "\"name\": \"long\""), to: "long.json")
        let night = try Mercer.start([
            "run", shop.workdir.path("night.json"), "--workspace", shop.workdir.path("work"), "--output", "json",
        ])
        let lock = shop.workdir.path("work/locks/tiny.long.lock")
        func holder() -> pid_t? {
            let text = try? String(contentsOfFile: lock, encoding: .utf8)
            return text?.split(separator: " ").dropFirst().first.flatMap { pid_t($0) }
        }
        night.wait { holder() != nil && shop.cached().contains { $0.hasPrefix("features-") } }
        kill(try #require(holder()), SIGKILL)
        let ending = night.ending()
        #expect(ending.code == 74, "\(ending.errors)")
        let runs = try #require(ending.json["runs"]?.arrayValue)
        #expect(runs[0]["signal"]?.integerValue == Int(SIGKILL) && runs[0]["result"] == .null)
        #expect(runs[1]["exit_status"] == 0, "the others run all the same")
    }

    @Test func aSignalEndsTheRunInProgressAndStartsNoOther() throws {
        let shop = try shop(
            runs: """
                { "pipeline": "long", "config": "config.json" }, { "pipeline": "pipeline", "config": "config.json" }
                """)
        let long = TinyShop.pipeline.replacing(
            #""factors": 16, "iterations": 5"#, with: #""factors": 256, "iterations": 10000, "solver": "cholesky""#
        )
        .replacing(#""name": "tiny""#, with: #""name": "long""#)
        try shop.workdir.write(long, to: "long.json")
        let night = try Mercer.start([
            "run", shop.workdir.path("night.json"), "--workspace", shop.workdir.path("work"),
        ])
        night.wait { shop.cached().contains { $0.hasPrefix("features-") } }
        night.signal(SIGTERM)
        let ending = night.ending()
        #expect(!ending.wasSignalled && ending.code == 143, "\(ending.errors)")
        let runs = try FileManager.default.contentsOfDirectory(atPath: shop.workdir.path("work/runs"))
        #expect(runs.count == 1, "the second run was not started")
        let record = try shop.workdir.json("work/runs/\(runs[0])/run.json")
        #expect(record["status"] == "interrupted" && record["exit_status"] == 143)
    }
}
