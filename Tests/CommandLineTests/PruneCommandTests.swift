import DurableFiles
import Foundation
import Pipeline
import Testing

/// `mercer runs prune`, on runs of the real program.
@Suite struct PruneCommandTests {
    private func prune(_ shop: TinyShop, _ arguments: [String]) throws -> Mercer.Ending {
        try Mercer.run(["runs", "prune", "--workspace", shop.workdir.path("work")] + arguments)
    }

    private func names(_ shop: TinyShop, _ folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: shop.workdir.path("work/\(folder)")).sorted()
    }

    @Test func oldRunsGoAndWhatIsServedStays() throws {
        let shop = try TinyShop()
        let runs = try (1...4).map { try shop.run(["--seed", "\($0)"]).json["run"]?.stringValue ?? "" }
        let before = try names(shop, "runs")
        let dry = try prune(shop, ["--keep-last", "1", "--output", "json"])
        #expect(dry.code == 0, "\(dry.errors)")
        #expect(dry.json["applied"] == false)
        #expect(dry.json["removed"]?.arrayValue?.compactMap { $0["run"]?.stringValue } == Array(runs[..<2]))
        #expect(
            dry.json["kept"]?.arrayValue?.compactMap { $0["reason"]?.stringValue } == [
                "the champion's predecessor", "the champion",
            ])
        #expect(try names(shop, "runs") == before, "a dry run changes nothing")
        let told = try prune(shop, ["--keep-last", "1"])
        #expect(told.output.contains("would free") && told.output.contains("--apply"))
        let applied = try prune(shop, ["--keep-last", "1", "--apply", "--output", "json"])
        #expect(applied.code == 0, "\(applied.errors)")
        #expect(applied.json["freed_bytes"] == dry.json["freed_bytes"])
        #expect(try names(shop, "runs") == Array(runs[2...]))
        #expect(try names(shop, "models/tiny/tiny").filter { $0.hasPrefix("2") } == Array(runs[2...]))
        let again = try prune(shop, ["--keep-last", "1", "--apply", "--output", "json"])
        #expect(again.json["removed"]?.arrayValue?.isEmpty == true)
        #expect(try Mercer.run(["verify", shop.workdir.path("work/models/tiny/tiny/current")]).code == 0)
        #expect(try shop.run(["--seed", "9"]).code == 0)
    }

    @Test func aKilledRunGoesAndOneInProgressStays() throws {
        let shop = try TinyShop()
        _ = try shop.run()
        let long = ["--set", "train.candidates.als.iterations=10000", "--set", "train.candidates.als.factors=128"]
        let killed = try shop.start(long)
        killed.wait { killed.errors.contains("it takes") }
        let first = try names(shop, "runs")
        let during = try prune(shop, ["--keep-last", "0", "--apply", "--output", "json"])
        #expect(during.json["removed"]?.arrayValue?.isEmpty == true)
        #expect(during.json["kept"]?.arrayValue?.first?["reason"]?.stringValue?.contains("in progress") == true)
        #expect(during.json["kept"]?.arrayValue?.map { $0["status"]?.stringValue } == ["succeeded", "running"])
        #expect(try names(shop, "runs") == first && first.count == 2)
        killed.signal(SIGKILL)
        _ = killed.ending()
        let after = try prune(shop, ["--keep-last", "0", "--apply", "--output", "json"])
        #expect(after.json["removed"]?.arrayValue?.compactMap { $0["status"]?.stringValue } == ["killed"])
        #expect(try names(shop, "runs").count == 1)
    }

    @Test(arguments: [[], ["--keep-last", "-1"], ["--max-size", "lots"]])
    func mistakesAreNamed(flags: [String]) throws {
        let shop = try TinyShop()
        #expect(try prune(shop, flags).code == 64)
    }

    @Test func anEmptyWorkspaceHasNothingToRemove() throws {
        let shop = try TinyShop()
        let ending = try prune(shop, ["--keep-days", "3", "--apply"])
        #expect(ending.code == 0, "\(ending.errors)")
        #expect(ending.output.contains("freed 0 bytes"))
    }
}
