import DurableFiles
import Foundation
import Pipeline
import Testing

/// The program tells whom its flags and config name, whatever becomes of the run.
@Suite struct TellingTests {
    /// A shop whose config starts a command that notes what it was told.
    private func shop() throws -> TinyShop {
        let shop = try TinyShop()
        let note = #"["sh", "-c", "echo $MERCER_EXIT_STATUS $MERCER_STATUS >> \#(shop.workdir.path("told"))"]"#
        try shop.workdir.write(
            TinyShop.config.replacing(
                #""name": "tiny","#, with: #""name": "tiny", "on_failure": \#(note), "on_success": \#(note),"#),
            to: "config.json")
        return shop
    }

    private func told(_ shop: TinyShop) throws -> String {
        try String(contentsOfFile: shop.workdir.path("told"), encoding: .utf8)
    }

    @Test func aHookThatFailsLeavesTheExitCodeAlone() throws {
        let shop = try TinyShop()
        try shop.workdir.write(
            TinyShop.config.replacing(#""name": "tiny","#, with: #""name": "tiny", "on_success": ["false"],"#),
            to: "config.json")
        let ending = try shop.run()
        #expect(ending.code == 0)
        #expect(ending.errors.contains("on_success: false ended with 1"))
        #expect(ending.json["status"] == "succeeded", "what it prints is no part of the result")
    }

    @Test func runsThatEndWellFailOrCanNotStartAreTold() throws {
        let shop = try shop()
        #expect(try shop.run().code == 0)
        #expect(try shop.run(["--set", "config.datasets.events.path=nowhere.csv"]).code == 66)
        let lock = try WorkspaceLock(
            Workspace(path: shop.workdir.path("work"), files: FileSystem()), config: "tiny", pipeline: "tiny")
        try lock.hold(for: "another")
        #expect(try withExtendedLifetime(lock) { try shop.run().code } == 75)
        #expect(try told(shop) == "0 succeeded\n66 failed\n75 not_started\n")
    }

    /// `mercer run … 2>&1 | head` ends the reader of the log, not the run.
    @Test func aRunWhoseLogNobodyReadsIsToldOf() throws {
        let shop = try shop()
        let metrics = ["--metrics-file", shop.workdir.path("mercer.prom")]
        let ending = try shop.start(metrics, errors: Mercer.abandonedPipe()).ending()
        #expect(!ending.wasSignalled && ending.code == 0)
        #expect(try shop.record(of: ending)["status"] == "succeeded")
        let failed = ["--set", "config.datasets.events.path=nowhere.csv", "--progress", "always"]
        #expect(try shop.start(metrics + failed, errors: Mercer.abandonedPipe()).ending().code == 66)
        #expect(try told(shop) == "0 succeeded\n66 failed\n")
        let text = try String(contentsOfFile: shop.workdir.path("mercer.prom"), encoding: .utf8)
        #expect(text.contains(#"mercer_last_run_exit_status{config="tiny",pipeline="tiny"} 66"#))
    }

    @Test func aNightWhoseLogNobodyReadsRunsToItsEnd() throws {
        let shop = try shop()
        try shop.workdir.write(
            #"{ "name": "night", "runs": [{ "pipeline": "pipeline", "config": "config.json" }] }"#, to: "night.json")
        let ending = try Mercer.start(
            ["run", shop.workdir.path("night.json"), "--workspace", shop.workdir.path("work"), "--output", "json"],
            errors: Mercer.abandonedPipe()
        ).ending()
        #expect(!ending.wasSignalled && ending.code == 0)
        #expect(ending.json["runs"]?.arrayValue?.map { $0["exit_status"]?.integerValue } == [0])
        #expect(try told(shop) == "0 succeeded\n")
    }

    /// A result that nobody gets is no success, and the run stands.
    @Test func aResultThatNobodyReadsIsToldOf() throws {
        let shop = try shop()
        let ending = try shop.start(output: Mercer.abandonedPipe()).ending()
        #expect(!ending.wasSignalled && ending.code == 74)
        #expect(ending.errors.contains("standard output: Broken pipe"), "\(ending.errors)")
        #expect(try told(shop) == "0 succeeded\n")
        let list = try Mercer.start(
            ["runs", "list", "--workspace", shop.workdir.path("work")], output: Mercer.abandonedPipe()
        ).ending()
        #expect(!list.wasSignalled && list.code == 74)
    }

    /// With `--until`, a failure is one, and an end that is well is not yet the pipeline's.
    @Test func aPartOfAPipelineIsToldOfWhereItFails() throws {
        let shop = try shop()
        let metrics = ["--metrics-file", shop.workdir.path("mercer.prom")]
        #expect(try shop.run(["--until", "train"] + metrics).code == 0)
        let text = try String(contentsOfFile: shop.workdir.path("mercer.prom"), encoding: .utf8)
        #expect(!text.contains("mercer_last_success") && text.contains("mercer_last_run_timestamp"))
        #expect(try shop.run(["--until", "load", "--set", "config.datasets.events.path=nowhere.csv"]).code == 66)
        #expect(try shop.run(["--until", "export"] + metrics).code == 0)
        #expect(try told(shop) == "66 failed\n0 succeeded\n")
        let whole = try String(contentsOfFile: shop.workdir.path("mercer.prom"), encoding: .utf8)
        #expect(whole.contains("mercer_last_success"))
    }

    @Test func theRunsOfANightShareAMetricsFile() throws {
        let shop = try shop()
        try shop.workdir.write(
            TinyShop.config.replacing("shop/events.csv", with: "shop/nowhere.csv")
                .replacing("\"tiny\"", with: "\"broken\""), to: "broken.json")
        try shop.workdir.write(
            """
            { "name": "night", "runs": [
              { "pipeline": "pipeline", "config": "config.json" }, { "pipeline": "pipeline", "config": "broken.json" } ] }
            """, to: "night.json")
        let ending = try Mercer.run([
            "run", shop.workdir.path("night.json"), "--workspace", shop.workdir.path("work"), "--metrics-file",
            shop.workdir.path("mercer.prom"),
        ])
        #expect(ending.code == 66, "\(ending.errors)")
        let text = try String(contentsOfFile: shop.workdir.path("mercer.prom"), encoding: .utf8)
        #expect(text.contains(#"mercer_last_run_exit_status{config="tiny",pipeline="tiny"} 0"#))
        #expect(text.contains(#"mercer_last_run_exit_status{config="broken",pipeline="tiny"} 66"#))
        #expect(
            text.contains(#"mercer_last_run_metric{config="tiny",pipeline="tiny",candidate="als",metric="ndcg@10"}"#))
    }

    @Test func aMetricsFileThatNobodyWouldReadIsRefused() throws {
        let shop = try TinyShop()
        let ending = try shop.run(["--metrics-file", "mercer.txt"])
        #expect(ending.code == 64 && ending.errors.contains("ends in .prom"))
    }
}
