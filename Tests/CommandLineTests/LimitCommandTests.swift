import Foundation
import Pipeline
import Testing

/// Runs that would take too much end themselves with code 69.
@Suite(.serialized) struct LimitCommandTests {
    @Test func memoryBeyondTheLimitEndsTheRunWithItsRecord() throws {
        let shop = try TinyShop()
        let ending = try shop.run(["--max-memory", "1MB"])
        #expect(ending.code == 69)
        #expect(ending.json["status"] == "failed")
        #expect(ending.json["error"]?.stringValue?.contains("--max-memory allows 1.0 MB") == true)
        let record = try shop.record(of: ending)
        #expect(record["exit_status"] == 69 && record["status"] == "failed")
        #expect(try shop.run().code == 0, "the lock is released")
    }

    @Test func memoryThatTheLastRunNeededIsKnownBeforeAnythingBegins() throws {
        let shop = try TinyShop()
        let first = try shop.run()
        let peak = try #require(try shop.record(of: first)["peak_memory_bytes"]?.integerValue)
        let refused = try shop.run(["--force", "--max-memory", "\(peak - 1)"])
        #expect(refused.code == 69)
        #expect(refused.errors.contains("nothing was begun"), "\(refused.errors)")
        #expect(refused.errors.contains(first.json["run"]?.stringValue ?? "?"), "it says what it knows that from")
        #expect(try shop.record(of: refused)["stages"]?.arrayValue?.isEmpty == true)
        #expect(try shop.run(["--max-memory", "\(peak - 1)"]).code != 69, "what is stored needs none of it")
        #expect(try shop.run(["--force", "--max-memory", "4GB"]).code == 0)
    }

    @Test func memoryCountsWhereEverythingIsStored() throws {
        let shop = try TinyShop()
        #expect(try shop.run().code == 0)
        let held = try shop.run(["--max-memory", "1MB"])
        #expect(held.code == 69 && held.json["error"]?.stringValue?.contains("the run held") == true, "\(held.errors)")
        let again = try shop.run()
        #expect(try shop.statuses(of: again).values.allSatisfy { $0 != "ran" })
        let peak = try #require(try shop.record(of: again)["peak_memory_bytes"]?.integerValue)
        let expected = try shop.run(["--max-memory", "\(peak - 1)"])
        #expect(expected.code == 69 && expected.errors.contains("nothing was begun"), "\(expected.errors)")
        #expect(expected.errors.contains("as for run \(again.json["run"]?.stringValue ?? "?")"), "\(expected.errors)")
        #expect(try shop.run(["--max-memory", "4GB"]).code == 0)
    }

    /// As after a signal: the iteration is finished and kept, and the next run goes on from it.
    @Test func timeBeyondTheLimitLeavesACheckpoint() throws {
        let shop = try TinyShop()
        let long = [
            "--set", "train.candidates.als.iterations=10000", "--set", "train.candidates.als.factors=128",
            "--set", "train.candidates.als.solver=cholesky",
        ]
        let ending = try shop.run(long + ["--max-seconds", "6"])
        #expect(ending.code == 69)
        #expect(ending.json["error"]?.stringValue?.contains("6 s that --max-seconds allows") == true)
        #expect(try shop.plan(long)["train/als"]?.hasPrefix("run: resumes at iteration") == true)
        #expect(try shop.run().code == 0, "the lock is released")
    }

    @Test func thePlanTellsWhatTheLastRunTook() throws {
        let shop = try TinyShop()
        func estimate(_ arguments: [String]) throws -> JSON? {
            try Mercer.run(
                ["plan", shop.workdir.path("pipeline.json"), "--config", shop.workdir.path("config.json")]
                    + ["--workspace", shop.workdir.path("work"), "--output", "json"] + arguments
            ).json["estimate"]
        }
        let fresh = try #require(try estimate([]))
        #expect(fresh["seconds"] == .null && fresh["memory_bytes"] == .null)
        #expect(fresh["basis"]?.stringValue?.contains("no finished run") == true)
        let first = try shop.run()
        let record = try shop.record(of: first)
        let anew = try #require(try estimate(["--force"]))
        #expect(anew["memory_bytes"] == record["peak_memory_bytes"])
        let seconds = (record["stages"]?.arrayValue ?? []).reduce(0) { $0 + ($1["seconds"]?.doubleValue ?? 0) }
        #expect(abs((anew["seconds"]?.doubleValue ?? 0) - seconds) < 0.002)
        #expect((anew["disk_bytes"]?.integerValue ?? 0) > 0)
        #expect(try estimate([])?["basis"] == "everything is stored")
    }

    @Test func aNightsRunsAreLimitedEach() throws {
        let shop = try TinyShop()
        try shop.workdir.write(
            #"{ "name": "night", "runs": [{ "pipeline": "pipeline", "config": "config.json" }] }"#, to: "night.json")
        let ending = try Mercer.run([
            "run", shop.workdir.path("night.json"), "--workspace", shop.workdir.path("work"), "--output", "json",
            "--max-memory", "1MB", "--max-seconds", "3600",
        ])
        #expect(ending.code == 69)
        #expect(ending.json["runs"]?.arrayValue?.first?["exit_status"] == 69)
    }

    @Test(arguments: [["--max-memory", "much"], ["--max-memory", "0"], ["--max-seconds", "0"]])
    func senselessLimitsAreRefused(flags: [String]) throws {
        let ending = try Mercer.run(["run", "recommend", "--config", "config.json"] + flags)
        #expect(ending.code == 64 && ending.errors.contains(flags[0]))
    }

    @Test(arguments: ["inf", "nan", "1e30", "-1"])
    func timesThatCanNotBeComputedWithAreRefused(value: String) throws {
        let shop = try TinyShop()
        let workspace = ["--workspace", shop.workdir.path("work")]
        for (arguments, flag, expected) in [
            (["run", shop.workdir.path("pipeline.json")], "--wait", "seconds from 0 to 1000000000"),
            (["run", shop.workdir.path("pipeline.json")], "--max-seconds", "seconds from 0.001 to 1000000000"),
            (["sync"] + workspace, "--wait", "seconds from 0 to 1000000000"),
            (["runs", "prune"] + workspace, "--keep-days", "days from 0 to 1000000"),
        ] {
            let ending = try Mercer.run(arguments + ["\(flag)=\(value)"])
            #expect(!ending.wasSignalled && ending.code == 64, "\(ending.errors)")
            #expect(ending.errors.contains("expected \(expected)"), "\(ending.errors)")
        }
    }

    @Test func theLongestTimesAreTaken() throws {
        let shop = try TinyShop()
        let ending = try shop.run(["--wait", "1e9", "--max-seconds", "1e9", "--until", "load"])
        #expect(ending.code == 0, "\(ending.errors)")
        let pruned = try Mercer.run(
            ["runs", "prune", "--keep-days", "1e6", "--workspace", shop.workdir.path("work")])
        #expect(pruned.code == 0, "\(pruned.errors)")
    }

    /// Neither other pipelines' runs nor those that found everything stored keep a plan from what the last one took.
    @Test func anEstimateOutlastsRunsThatTellNothing() throws {
        let shop = try TinyShop()
        func estimate() throws -> JSON? {
            try Mercer.run(
                ["plan", shop.workdir.path("pipeline.json"), "--config", shop.workdir.path("config.json")]
                    + ["--workspace", shop.workdir.path("work"), "--output", "json", "--force"]
            ).json["estimate"]
        }
        let first = try shop.run()
        let expected = try estimate()
        #expect(expected?["memory_bytes"] == (try shop.record(of: first)["peak_memory_bytes"]))
        func text(_ run: Mercer.Ending) throws -> String {
            let id = run.json["run"]?.stringValue ?? ""
            return try String(contentsOfFile: shop.workdir.path("work/runs/\(id)/run.json"), encoding: .utf8)
        }
        let others = try text(first).replacing("\"tiny\"", with: "\"other\"")
        let idle = try text(shop.run())
        for number in 100..<160 {
            try shop.workdir.write(others, to: "work/runs/29990101t000000\(number)z-0000/run.json")
            try shop.workdir.write(idle, to: "work/runs/29990101t000000\(number)z-0001/run.json")
        }
        let found = try estimate()
        for member in ["seconds", "memory_bytes", "basis"] { #expect(found?[member] == expected?[member], "\(member)") }
    }
}
