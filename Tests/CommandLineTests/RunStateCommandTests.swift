import Foundation
import Pipeline
import Testing

/// What the commands say of a run in progress, and of one that was killed.
@Suite struct RunStateCommandTests {
    private func runs(_ shop: TinyShop, _ arguments: [String]) throws -> Mercer.Ending {
        try Mercer.run(["runs"] + arguments + ["--workspace", shop.workdir.path("work")])
    }

    private func listed(_ shop: TinyShop) throws -> [String?] {
        let list = try runs(shop, ["list", "--output", "json"]).json["runs"]?.arrayValue ?? []
        return list.map { $0["status"]?.stringValue }
    }

    @Test func aRunInProgressIsToldFromAKilledOne() throws {
        let shop = try TinyShop()
        let long = ["--set", "train.candidates.als.iterations=10000", "--set", "train.candidates.als.factors=128"]
        let run = try shop.start(long)
        run.wait { run.errors.contains("it takes") }
        #expect(try listed(shop) == ["running"])
        #expect(try runs(shop, ["show", "latest", "--output", "json"]).json["status"] == "running")
        run.signal(SIGKILL)
        _ = run.ending()
        #expect(try listed(shop) == ["killed"])
        #expect(try runs(shop, ["list"]).output.contains("killed"))
        #expect(try runs(shop, ["show", "latest", "--output", "json"]).json["status"] == "killed")
        #expect(try runs(shop, ["show", "latest"]).output.contains("killed"))
        let inspected = try Mercer.run(
            ["inspect", "latest", "--workspace", shop.workdir.path("work"), "--output", "json"])
        #expect(inspected.json["run"]?["status"] == "killed")
        // The next run holds the same lock, and brings nobody back.
        let next = try shop.start(long)
        next.wait { next.errors.contains("it takes") }
        #expect(try listed(shop) == ["killed", "running"])
        next.signal(SIGKILL)
        _ = next.ending()
        #expect(try shop.run().code == 0)
        #expect(try listed(shop) == ["killed", "killed", "succeeded"])
        #expect(try runs(shop, ["report"]).code == 0)
        let page = try String(contentsOfFile: shop.workdir.path("work/runs.html"), encoding: .utf8)
        #expect(page.contains("<dt>Killed</dt><dd>2</dd>") && page.contains("<dt>Failed</dt><dd>0</dd>"))
    }
}
