import Foundation
import Pipeline
import Testing

/// A run that is killed, at whatever stage, does nothing again that it had finished.
@Suite(.serialized) struct ResumeTests {
    private static let settings = ["--set", "config.cache_tables=true"]

    /// Kills a run as soon as the cache shows a result of a stage.
    private func killAfter(_ stage: String, _ shop: TinyShop) throws {
        let run = try shop.start(Self.settings)
        run.wait { shop.cached().contains { $0.hasPrefix("\(stage)-") } }
        run.signal(SIGKILL)
        _ = run.ending()
    }

    @Test(arguments: ["clean", "features", "train", "evaluate", "export"])
    func whatWasStoredIsNotMadeAgain(stage: String) throws {
        let shop = try TinyShop()
        let undisturbed = try shop.run(Self.settings, workspace: "undisturbed")
        try killAfter(stage, shop)
        let entries = shop.cached().filter { name in
            FileManager.default.fileExists(atPath: shop.workdir.path("work/cache/\(name)/entry.json"))
                && !name.hasPrefix("checkpoint-")
        }
        let slots = try entries.map { try shop.workdir.json("work/cache/\($0)/entry.json")["slot"]?.stringValue ?? "" }
        #expect(slots.contains { $0.hasPrefix(stage) })
        let plan = try shop.plan(Self.settings)
        for slot in slots where plan[slot] != nil {
            #expect(plan[slot]?.hasPrefix("cached") == true, "\(slot): \(plan[slot] ?? "")")
        }
        let next = try shop.run(Self.settings)
        #expect(next.code == 0, "\(next.errors)")
        let statuses = try shop.statuses(of: next)
        let order = StageName.allCases.map(\.rawValue)
        let position = try #require(order.firstIndex(of: stage))
        // Once the evaluation has chosen, the winner is trained on all rows, which the kill may have come before.
        let isRefitted = slots.contains { $0.hasSuffix("/refit") }
        for earlier in order[..<position] where earlier != "train" || isRefitted {
            #expect(statuses[earlier] != "ran", "\(earlier) was finished")
        }
        for file in ["model.safetensors", "users.csv", "items.csv", "recommendations.csv", "golden.json"] {
            #expect(try shop.file(file, of: next) == shop.file(file, of: undisturbed), "\(file)")
        }
    }
}
