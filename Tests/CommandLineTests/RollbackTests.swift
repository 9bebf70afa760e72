import Foundation
import Pipeline
import Testing

/// `mercer rollback`: back to what was published before.
@Suite struct RollbackTests {
    private func nights(_ shop: TinyShop, _ days: [String]) throws -> [String] {
        try days.map { day in
            let ending = try shop.run(["--as-of", day, "--set", "export.refit=false"])
            #expect(ending.code == 0, "\(ending.errors)")
            return ending.json["run"]?.stringValue ?? ""
        }
    }

    private func rollback(_ shop: TinyShop, _ arguments: [String] = []) throws -> Mercer.Ending {
        try Mercer.run(
            [
                "rollback", shop.workdir.path("pipeline.json"), "--config", shop.workdir.path("config.json"),
                "--workspace", shop.workdir.path("work"),
            ] + arguments)
    }

    private func published(_ shop: TinyShop) throws -> String {
        try FileManager.default.destinationOfSymbolicLink(
            atPath: shop.workdir.path("work/models/tiny/tiny/current"))
    }

    private func actions(_ shop: TinyShop) throws -> [String] {
        try String(contentsOfFile: shop.workdir.path("work/models/tiny/tiny/history.jsonl"), encoding: .utf8)
            .split(separator: "\n").compactMap { JSON(bytes: Array($0.utf8))?["action"]?.stringValue }
    }

    /// What can't be read says nothing for a run, and what does not hold is not served.
    @Test func publishesNothingWithoutAVerdictOrAWholeBundle() throws {
        let shop = try TinyShop()
        let runs = try nights(shop, ["2025-06-19", "2025-06-20"])
        func publish(_ run: String) throws -> Mercer.Ending {
            try Mercer.run(["publish", run, "--workspace", shop.workdir.path("work")])
        }
        try shop.workdir.write("cut", to: "work/models/tiny/tiny/\(runs[0])/users.csv")
        let damaged = try publish(runs[0])
        #expect(damaged.code == 65 && damaged.errors.contains("users.csv"), "\(damaged.errors)")
        let record = shop.workdir.path("work/runs/\(runs[1])/run.json")
        let text = try String(contentsOfFile: record, encoding: .utf8)
        try text.replacing("\"schema\": 1,", with: "\"schema\": 1, \"gate\": { \"verdict\": \"refused\" },").write(
            toFile: record, atomically: true, encoding: .utf8)
        let unjudged = try publish(runs[1])
        #expect(unjudged.code == 66 && unjudged.errors.contains("gate.json"), "\(unjudged.errors)")
        #expect(try published(shop) == runs[1])
    }

    @Test func stepByStepAndToANamedRun() throws {
        let shop = try TinyShop()
        let runs = try nights(shop, ["2025-06-19", "2025-06-20", "2025-06-21"])
        let first = try rollback(shop, ["--reason", "slow answers"])
        #expect(first.code == 0, "\(first.errors)")
        #expect(try published(shop) == runs[1])
        #expect(try rollback(shop).code == 0)
        #expect(try published(shop) == runs[0])
        let end = try rollback(shop)
        #expect(end.code == 66 && end.errors.contains("--to"))
        #expect(try rollback(shop, ["--to", runs[2]]).code == 0)
        #expect(try published(shop) == runs[2])
        #expect(
            try actions(shop) == ["publish", "publish", "publish", "rollback", "rollback", "rollback"])
        // To stay where one is, too, can have its reason.
        #expect(try rollback(shop, ["--to", runs[2], "--reason", "checked"]).code == 0)
        #expect(try actions(shop).count == 7 && published(shop) == runs[2])
        // The next run's winner is compared with whatever is published then, and publishes as usual.
        let next = try nights(shop, ["2025-06-22"])
        #expect(try published(shop) == next[0])
    }

    @Test func aBundleThatDoesNotHoldIsNotPublished() throws {
        let shop = try TinyShop()
        let runs = try nights(shop, ["2025-06-20", "2025-06-21"])
        let bundle = "work/models/tiny/tiny/\(runs[0])"
        try shop.workdir.write("user,rank,item,score\n", to: "\(bundle)/recommendations.csv")
        let ending = try rollback(shop)
        #expect(ending.code == 65 && ending.errors.contains("recommendations.csv"))
        #expect(try published(shop) == runs[1])
    }

    @Test func nothingToGoBackTo() throws {
        let shop = try TinyShop()
        #expect(try rollback(shop).code == 66)
        #expect(try rollback(shop, ["--to", "2001"]).code == 66)
    }

    /// While a run is in progress neither publishing nor rolling back may race it.
    @Test func aRunInProgressKeepsTheLock() throws {
        let shop = try TinyShop()
        let runs = try nights(shop, ["2025-06-20", "2025-06-21"])
        let path = shop.workdir.path("work/locks/tiny.tiny.lock")
        let descriptor = open(path, O_RDWR)
        #expect(flock(descriptor, LOCK_EX | LOCK_NB) == 0)
        #expect(try rollback(shop).code == 75)
        let publish = try Mercer.run(["publish", runs[0], "--workspace", shop.workdir.path("work")])
        #expect(publish.code == 75)
        #expect(try published(shop) == runs[1])
        close(descriptor)
        #expect(try rollback(shop).code == 0)
    }
}
