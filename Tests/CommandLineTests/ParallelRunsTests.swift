import Foundation
import Pipeline
import Testing

/// Runs of different pipelines share a workspace: they reuse each other's results, and none takes away what another reads.
@Suite(.serialized) struct ParallelRunsTests {
    /// A pipeline that trains what the shop's own does, under another name.
    private func twin(_ name: String, of shop: TinyShop) throws -> String {
        try shop.workdir.write(
            TinyShop.pipeline.replacing(#""name": "tiny""#, with: #""name": "\#(name)""#), to: "\(name).json")
    }

    /// The second of a round of seeds wants the cache empty whenever it ends.
    private static let trimming = ["--set", "config.cache_max_bytes=1"]

    @Test func theyEndAsIfTheyWereAlone() throws {
        let shop = try TinyShop()
        let pipelines = try ["first", "second", "third"].map { try twin($0, of: shop) }
        for seed in 1...6 {
            let seeded = ["--seed", "\(seed)", "--set", "train.checkpoint={\"every_iterations\":1}"]
            let alone = try shop.run(seeded, workspace: "alone\(seed)")
            let expected = try shop.model(of: alone)
            let running = try pipelines.enumerated().map { number, pipeline in
                try shop.start(seeded + (number == 1 ? Self.trimming : []), pipeline: pipeline)
            }
            for ending in running.map({ $0.ending() }) {
                #expect(ending.code == 0, "\(ending.errors)")
                #expect(try shop.model(of: ending) == expected)
                let verified = try Mercer.run(["verify", ending.json["bundle"]?.stringValue ?? ""])
                #expect(verified.code == 0, "\(verified.output)")
            }
        }
        let left = try FileManager.default.contentsOfDirectory(atPath: shop.workdir.path("work/cache"))
        #expect(!left.contains { $0.hasSuffix(".partial") })
    }

    /// The same pipeline is another matter: one at a time.
    @Test func aSecondRunOfTheSameSaysWhoHoldsTheLock() throws {
        let shop = try TinyShop()
        let long = ["--set", "train.candidates.als.iterations=10000", "--set", "train.candidates.als.factors=128"]
        let holder = try shop.start(long)
        holder.wait { shop.cached().contains { $0.hasPrefix("features-") } }
        let second = try shop.run()
        #expect(second.code == 75)
        #expect(second.errors.contains("process \(holder.process.processIdentifier)"), "\(second.errors)")
        holder.signal(SIGKILL)
        _ = holder.ending()
        #expect(try shop.run().code == 0, "a lock goes with its holder")
    }
}
