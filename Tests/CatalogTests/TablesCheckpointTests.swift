import DurableFiles
import Foundation
import Pipeline
import TestSupport
import Testing

/// A run that ends before its dataset is stored, and the tables that it kept for the next.
@Suite struct TablesCheckpointTests {
    /// Nothing is too short to be kept.
    private static let atOnce = ["config.cache_tables": "false", "train.checkpoint": #"{"every_minutes":1e-9}"#]
    /// No user has so many items: features fails, and what is cleaned is none the worse.
    private static let failing = ["features.dataset.minimum_per_user": "1000"]

    private let shop: SweptShop
    private let undisturbed: RunResult

    init() throws {
        shop = try SweptShop()
        undisturbed = try shop.run(iterations: 2, in: "undisturbed", FileSystem())
        #expect(undisturbed.exitCode == .done)
    }

    private func run(_ overrides: [String: String], _ calls: any SystemCalls = OperatingSystemCalls()) throws
        -> RunResult
    {
        try shop.run(
            iterations: 2, in: "work", FileSystem(calls: calls),
            overrides: Self.atOnce.merging(overrides) { _, new in new })
    }

    private func statuses(_ result: RunResult) -> [StageName: StageRecord.Status] {
        result.record.stages.reduce(into: [:]) { $0[$1.stage] = $1.status }
    }

    private var checkpoints: [String] {
        get throws { try FileSystem.names(in: shop.path("work/cache")).filter { $0.hasPrefix("checkpoint-") } }
    }

    private func expectTheSame(_ result: RunResult, _ circumstances: String = "") throws {
        #expect(result.exitCode == .done, "\(circumstances): \(result.error ?? "")")
        let files = ["model.safetensors", "users.csv", "items.csv", "recommendations.csv", "golden.json"]
        #expect(
            try shop.promisedBytes(of: result, files) == shop.promisedBytes(of: undisturbed, files), "\(circumstances)")
        for (stage, expected) in zip(result.record.stages, undisturbed.record.stages) where stage.stage <= .features {
            #expect(stage.steps == expected.steps, "\(circumstances): rows are counted as ever")
        }
        #expect(result.record.asOf == undisturbed.record.asOf, "\(circumstances)")
        #expect(try checkpoints.isEmpty, "\(circumstances): what is made from the tables is stored")
    }

    @Test func aRunThatEndsInFeaturesLeavesItsTables() throws {
        let failed = try run(Self.failing)
        #expect(failed.exitCode == .data)
        for stage in [StageName.load, .clean, .features] { #expect(statuses(failed)[stage] == .ran, "\(stage)") }
        #expect(try checkpoints.count == 1, "those that were loaded go where those that are cleaned come")
        let next = try run([:])
        #expect(statuses(next)[.load] == .skipped && statuses(next)[.clean] == .cached)
        #expect(next.record.stages.first { $0.stage == .clean }?.fromRun == failed.record.id)
        try expectTheSame(next)
    }

    /// What takes less than the interval is cheaper made again than kept.
    @Test func whatIsQuicklyMadeIsNotKept() throws {
        let standard = ["train.checkpoint": #"{"every_minutes":5}"#]
        _ = try run(Self.failing.merging(standard) { _, new in new })
        #expect(try checkpoints.isEmpty)
        let next = try run(standard)
        #expect(statuses(next)[.load] == .ran && statuses(next)[.clean] == .ran)
        try expectTheSame(next)
    }

    @Test func aDamagedCheckpointIsMadeAgain() throws {
        _ = try run(Self.failing)
        let file = shop.path("work/cache/\(try #require(try checkpoints.first))/tables.safetensors")
        var bytes = try Data(contentsOf: URL(fileURLWithPath: file))
        bytes[bytes.count - 1] ^= 1
        try bytes.write(to: URL(fileURLWithPath: file))
        let next = try run([:])
        #expect(statuses(next)[.load] == .ran && statuses(next)[.clean] == .ran)
        try expectTheSame(next)
    }

    /// Tables that are exported are needed to the end.
    @Test func exportedTablesAreKeptUntilTheyAreExported() throws {
        let table = ["export.formats": #"[{"format":"bundle"},{"format":"table","table":"events"}]"#]
        let stopped = try shop.run(
            iterations: 2, in: "work", FileSystem(), overrides: Self.atOnce.merging(table) { _, new in new },
            until: .train)
        #expect(try stopped.exitCode == .done && !checkpoints.isEmpty)
        let next = try run(table)
        #expect(try next.exitCode == .done && checkpoints.isEmpty)
        #expect(statuses(next)[.load] == .skipped && statuses(next)[.clean] == .cached)
    }

    /// Killed at any call until the tables are gone: what can be seen of them is whole and used, and the bytes are the same.
    @Test func itCanBeKilledAnywhere() throws {
        var (position, seen) = (1, Set<[StageRecord.Status]>())
        // The calls that remove what is kept are among these.
        var callsAfterDataset = 0
        while callsAfterDataset < 20 {
            let calls = FailingCalls(.kill, at: position)
            _ = try? run([:], calls)
            let hadTables = try !checkpoints.isEmpty
            let next = try run([:])
            try expectTheSame(next, "killed at call \(position)")
            let (load, clean) = (try #require(statuses(next)[.load]), try #require(statuses(next)[.clean]))
            seen.insert([load, clean])
            if hadTables { #expect(load != .ran, "killed at call \(position)") }
            if seen.contains([.skipped, .skipped]) { callsAfterDataset += 1 }
            try FileSystem().removeDirectory(shop.path("work"))
            position += 1
        }
        #expect(seen == [[.ran, .ran], [.cached, .ran], [.skipped, .cached], [.skipped, .skipped]])
    }
}
