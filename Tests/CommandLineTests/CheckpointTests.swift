import Foundation
import Pipeline
import Testing

/// A long training that is stopped goes on where it was, and ends with the bytes of one nobody stopped.
@Suite(.serialized) struct CheckpointTests {
    /// A few seconds of training, with a checkpoint after every iteration.
    private static let settings = [
        "--set", "train.candidates.als.iterations=400", "--set", "train.candidates.als.factors=128",
        "--set", "train.candidates.als.solver=cholesky", "--set", "train.checkpoint={\"every_iterations\":1}",
    ]

    /// Starts the run in the workspace "work" and sends a signal once some iterations are kept.
    private func interrupt(_ shop: TinyShop, threads: Int, with signal: Int32) throws -> Mercer.Ending {
        let run = try shop.start(["--threads", "\(threads)"] + Self.settings)
        run.wait { checkpoint(shop)?.facts["iteration"]?.integerValue ?? 0 > 3 }
        run.signal(signal)
        return run.ending()
    }

    /// The `entry.json` of the one checkpoint there is.
    private func checkpoint(_ shop: TinyShop) -> (directory: String, facts: JSON)? {
        let cache = shop.workdir.path("work/cache")
        let names = (try? FileManager.default.contentsOfDirectory(atPath: cache)) ?? []
        guard let name = names.first(where: { $0.hasPrefix("checkpoint-") }),
            let facts = try? shop.workdir.json("work/cache/\(name)/entry.json")["facts"]
        else { return nil }
        return ("\(cache)/\(name)", facts)
    }

    @Test(arguments: [(SIGKILL, 1), (SIGKILL, 2), (SIGTERM, 1), (SIGINT, 2)])
    func theNextRunEndsWithTheSameBytes(signal: Int32, threads: Int) throws {
        let shop = try TinyShop()
        let undisturbed = try shop.run(Self.settings, workspace: "undisturbed")
        let ending = try interrupt(shop, threads: threads, with: signal)
        #expect(ending.wasSignalled == (signal == SIGKILL), "\(ending.errors)")
        #expect(ending.code == (signal == SIGKILL ? SIGKILL : 128 + signal))
        let iteration = try #require(checkpoint(shop)?.facts["iteration"]?.integerValue)
        #expect(iteration >= 1 && iteration < 400)
        #expect(try shop.plan(Self.settings)["train/als"] == "run: resumes at iteration \(iteration + 1)")
        let next = try shop.run(Self.settings + ["--threads", "\(3 - threads)"])
        #expect(next.code == 0, "\(next.errors)")
        #expect(next.errors.contains("als goes on after iteration \(iteration)"))
        for file in ["model.safetensors", "users.csv", "items.csv", "recommendations.csv", "golden.json"] {
            #expect(try shop.file(file, of: next) == shop.file(file, of: undisturbed), "\(file)")
        }
        #expect(try trace(shop, "work") == trace(shop, "undisturbed"))
        #expect(checkpoint(shop) == nil, "what is stored needs no checkpoint")
    }

    @Test(arguments: ["flipped", "cut", "empty entry", "no state"])
    func aDamagedCheckpointIsIgnoredAndRemoved(damage: String) throws {
        let shop = try TinyShop()
        let undisturbed = try shop.run(Self.settings, workspace: "undisturbed")
        _ = try interrupt(shop, threads: 2, with: SIGTERM)
        let directory = try #require(checkpoint(shop)?.directory)
        let names = try FileManager.default.contentsOfDirectory(atPath: directory)
        let state = URL(fileURLWithPath: directory + "/" + (names.first { $0.hasSuffix(".safetensors") } ?? ""))
        switch damage {
        case "flipped":
            var content = try Data(contentsOf: state)
            content[content.count - 3] ^= 0x40
            try content.write(to: state)
        case "cut": try Data(contentsOf: state).dropLast(100).write(to: state)
        case "empty entry": try Data().write(to: URL(fileURLWithPath: directory + "/entry.json"))
        default: try FileManager.default.removeItem(at: state)
        }
        let next = try shop.run(Self.settings)
        #expect(next.code == 0, "\(next.errors)")
        #expect(next.errors.contains("is dropped") && !next.errors.contains("als goes on"), "\(next.errors)")
        #expect(try shop.model(of: next) == shop.model(of: undisturbed))
        #expect(checkpoint(shop) == nil)
    }

    /// Changed settings are another training: they neither use the checkpoint nor take it away, until the cache is trimmed.
    @Test func anotherTrainingLeavesItAloneUntilTheCacheIsTrimmed() throws {
        let shop = try TinyShop()
        _ = try interrupt(shop, threads: 2, with: SIGTERM)
        let other = ["--set", "train.candidates.als.factors=8"]
        let plan = try shop.plan(other)
        #expect(plan["train/als"]?.contains("resumes") == false, "\(plan)")
        let next = try shop.run(other)
        #expect(next.code == 0 && !next.errors.contains("goes on"))
        #expect(checkpoint(shop) != nil)
        let forced = try shop.plan(Self.settings + ["--force"])
        #expect(forced["train/als"] == "run: asked for with --force")
        _ = try shop.run(other + ["--set", "config.cache_max_bytes=100000000", "--set", "export.formats.1.k=4"])
        #expect(checkpoint(shop) != nil, "there is room for it")
        _ = try shop.run(other + ["--set", "config.cache_max_bytes=1", "--set", "export.formats.1.k=3"])
        #expect(checkpoint(shop) == nil)
    }

    /// The loss of every iteration, as the cache keeps it for reports.
    private func trace(_ shop: TinyShop, _ workspace: String) throws -> [JSON] {
        let cache = shop.workdir.path("\(workspace)/cache")
        let entries = try FileManager.default.contentsOfDirectory(atPath: cache).filter { $0.hasPrefix("train-") }
        let facts = try entries.map { try shop.workdir.json("\(workspace)/cache/\($0)/entry.json")["facts"] ?? .null }
        return facts.compactMap { $0["trace"] }.sorted { $0.text() < $1.text() }
    }
}
