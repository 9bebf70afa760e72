import DurableFiles
import Foundation
import Pipeline
import TestSupport
import Testing

@Suite struct RunPruningTests {
    /// Runs of `recommend` on `shop`, a day apart, each with a bundle of about 100 kB.
    private struct Shop {
        let directory: TemporaryDirectory
        let files = FileSystem()
        /// A minute after the tenth run started.
        let now = Date(timeIntervalSince1970: 1_773_100_860)

        init(runs: Int) throws {
            directory = try TemporaryDirectory()
            for number in 1...runs { try add(number) }
        }

        var workspace: Workspace { Workspace(path: directory.path, files: files) }
        var models: String { directory.file("models/shop/recommend") }

        func add(_ number: Int, status: String = "succeeded") throws {
            var run = WrittenRun(id: id(number))
            run.status = status
            run.started = Instant.text(now.addingTimeInterval(Double(number - 10) * 86_400 - 60))
            run.ended = status == "running" ? nil : run.started
            run.files = ["per-user-metrics.csv": String(repeating: "m", count: 20_000)]
            try run.write(into: directory.path)
            let bundle = "\(models)/\(id(number))"
            try files.createDirectory(bundle)
            try files.write(String(repeating: "x", count: 100_000), to: "\(bundle)/model.safetensors")
            try files.write("{}", to: "\(bundle)/manifest.json")
        }

        func id(_ number: Int) -> String { "20260301t0000000\(number < 10 ? "0" : "")\(number)z-0000" }

        func publish(_ number: Int) throws { try files.pointLink("\(models)/current", to: id(number)) }

        func history(_ lines: [(action: String, run: Int, previous: Int?)]) throws {
            let text = lines.map { line -> String in
                let previous = line.previous.map { JSON.string(id($0)) } ?? .null
                return JSON.object([
                    .init("schema", 1), .init("at", "2026-03-01T00:00:00Z"), .init("action", .string(line.action)),
                    .init("run", .string(id(line.run))), .init("previous", previous),
                ]).text() + "\n"
            }
            try files.write(text.joined(), to: "\(models)/history.jsonl")
        }

        func pruning(
            _ policy: RetentionPolicy, files: FileSystem = FileSystem(), pipeline: String? = nil,
            unsent: Set<String> = []
        ) -> RunPruning {
            RunPruning(
                Workspace(path: directory.path, files: files), policy: policy, pipeline: pipeline, unsent: unsent,
                at: now)
        }

        func removed(_ policy: RetentionPolicy) throws -> [String] {
            try pruning(policy).plan().removed.map(\.run.id)
        }

        func allocated(_ path: String) -> Int {
            var status = stat()
            return stat(directory.file(path), &status) == 0 ? Int(status.st_blocks) * 512 : 0
        }

        var runs: [String] { get throws { try FileSystem.names(in: directory.file("runs")) } }
        var bundles: [String] {
            get throws { try FileSystem.names(in: models).filter { $0.hasPrefix("2") || $0.hasSuffix(".partial") } }
        }
    }

    @Test func theNewestOfAPipelineStay() throws {
        let shop = try Shop(runs: 5)
        #expect(try shop.removed(RetentionPolicy(keepLast: 2)) == (1...3).map(shop.id))
        #expect(
            try shop.removed(RetentionPolicy(keepLast: 0)) == (1...4).map(shop.id), "the newest may still be told of")
        let plan = try shop.pruning(RetentionPolicy(keepLast: 2)).plan()
        #expect(plan.kept.map(\.reason) == [.amongLast(2), .newest])
        #expect(try shop.pruning(RetentionPolicy(keepLast: 2), pipeline: "other").plan().decisions.isEmpty)
    }

    /// The sixth run started four days and a minute ago, the seventh three days and a minute ago.
    @Test func youngRunsStayAndEitherRuleKeeps() throws {
        let shop = try Shop(runs: 10)
        #expect(try shop.removed(RetentionPolicy(keepDays: 3.5)) == (1...6).map(shop.id))
        #expect(try shop.removed(RetentionPolicy(keepLast: 6, keepDays: 3.5)) == (1...4).map(shop.id))
        #expect(try shop.removed(RetentionPolicy(keepLast: 1, keepDays: 3.5)) == (1...6).map(shop.id))
    }

    @Test func theChampionAndWhatARollbackLeadsToStay() throws {
        let shop = try Shop(runs: 6)
        try shop.publish(4)
        #expect(try shop.removed(RetentionPolicy(keepLast: 1)) == [1, 2, 5].map(shop.id), "the next older bundle")
        try shop.history([("publish", 1, nil), ("publish", 4, 1)])
        #expect(try shop.removed(RetentionPolicy(keepLast: 1)) == [2, 3, 5].map(shop.id))
        try shop.history([
            ("publish", 1, nil), ("publish", 2, 1), ("publish", 4, 2), ("publish", 5, 4), ("rollback", 4, 5),
        ])
        #expect(try shop.removed(RetentionPolicy(keepLast: 1)) == [1, 3, 5].map(shop.id), "back means further back")
    }

    /// Nothing goes where it can't be told what is published, and what the history names stays where the link is gone.
    @Test func uncertaintyKeeps() throws {
        let shop = try Shop(runs: 6)
        try shop.history([("publish", 2, nil), ("publish", 3, 2), ("publish", 4, 3)])
        #expect(try shop.removed(RetentionPolicy(keepLast: 1)) == [1, 2, 5].map(shop.id), "the link is gone")
        try shop.files.createDirectory("\(shop.models)/current")
        #expect(try shop.removed(RetentionPolicy(keepLast: 1)) == [1, 2, 5].map(shop.id), "it is a directory")
        try shop.files.removeDirectory("\(shop.models)/current")
        try shop.files.removeDirectory("\(shop.models)/\(shop.id(3))")
        #expect(
            try shop.removed(RetentionPolicy(keepLast: 1)) == [1, 3, 5].map(shop.id), "what a rollback can lead to")
        try shop.files.removeFile("\(shop.models)/history.jsonl")
        try shop.files.write("", to: "\(shop.models)/current")
        let pruning = shop.pruning(RetentionPolicy(keepLast: 1))
        #expect(try pruning.plan().removed.isEmpty)
        try shop.files.removeFile("\(shop.models)/current")
        try shop.publish(4)
        let early = try pruning.plan()
        #expect(!early.removed.isEmpty)
        try shop.files.write("{\"schema\":1\n", to: "\(shop.models)/history.jsonl")
        let plan = try pruning.plan()
        #expect(plan.removed.isEmpty && plan.kept.allSatisfy { $0.reason.text.contains("history.jsonl") })
        #expect(try pruning.apply(early).removed.isEmpty, "whatever an earlier plan says")
    }

    @Test func whatTheChampionStartedFromStays() throws {
        let shop = try Shop(runs: 6)
        try shop.publish(5)
        let kept = shop.directory.file("runs/\(shop.id(5))/evaluation-model")
        try shop.files.createDirectory(kept)
        try shop.files.write("{\"champion\":\"\(shop.id(2))\"}", to: "\(kept)/manifest.json")
        let plan = try shop.pruning(RetentionPolicy(keepLast: 1)).plan()
        #expect(plan.kept.map(\.reason) == [.startOfChampion, .predecessor, .champion, .newest])
    }

    /// A server that is away loses nothing; one that is gone for good fills no disk that somebody has bounded.
    @Test func whatIsStillToBeSentStaysUnlessTheDiskIsBounded() throws {
        let shop = try Shop(runs: 5)
        let unsent: Set = [shop.id(1), shop.id(5)]
        let kept = try shop.pruning(RetentionPolicy(keepLast: 2), unsent: unsent).plan()
        #expect(kept.removed.map(\.run.id) == [shop.id(2), shop.id(3)])
        #expect(kept.kept.map(\.reason) == [.unsent, .amongLast(2), .newest])
        let size = ByteCount(kept.kept.dropFirst().reduce(0) { $0 + $1.size.bytes })
        let policy = RetentionPolicy(keepLast: 2, maximumSize: size)
        let bounded = try shop.pruning(policy, unsent: unsent).plan()
        #expect(bounded.removed.map(\.reason) == [.tooLargeUnsent(size), .tooOld, .tooOld])
        #expect(bounded.removed[0].reason.text.contains("not sent yet"))
        let pruning = shop.pruning(RetentionPolicy(keepLast: 2), unsent: unsent)
        #expect(try pruning.apply(pruning.plan()).removed.count == 2)
        #expect(try shop.runs == [1, 4, 5].map(shop.id))
    }

    /// What two runs and the cache share is not freed with one of them.
    @Test func theOldestGoUntilTheRestFits() throws {
        let shop = try Shop(runs: 4)
        try shop.publish(1)
        try shop.files.createDirectory(shop.directory.file("cache"))
        try shop.files.share(
            "\(shop.models)/\(shop.id(2))/model.safetensors", as: shop.directory.file("cache/model.safetensors"))
        let files = [
            "runs/ID/run.json", "runs/ID/per-user-metrics.csv", "models/shop/recommend/ID/manifest.json",
            "models/shop/recommend/ID/model.safetensors",
        ]
        let sizes = files.map { shop.allocated($0.replacing("ID", with: shop.id(2))) }
        let one = sizes.reduce(0, +)
        func plan(_ bytes: Int) throws -> PrunePlan {
            try shop.pruning(RetentionPolicy(maximumSize: ByteCount(bytes))).plan()
        }
        #expect(try plan(4 * one).removed.isEmpty)
        let second = try plan(4 * one - 1)
        #expect(second.removed.map(\.run.id) == [shop.id(2)])
        #expect(second.freed.bytes == one - sizes[3] && second.shared.bytes == sizes[3])
        #expect(try plan(0).removed.map(\.run.id) == [2, 3].map(shop.id), "never the champion, nor the newest")
    }

    @Test func unfinishedAndDamagedRunsGoLikeOthers() throws {
        let shop = try Shop(runs: 2)
        try shop.add(3, status: "running")
        try shop.add(4, status: "failed")
        try shop.add(5, status: "running")
        try shop.files.write("{", to: shop.directory.file("runs/\(shop.id(1))/run.json"))
        try FileSystem().removeDirectory("\(shop.models)/\(shop.id(1))")
        try FileSystem().removeDirectory(shop.directory.file("runs/\(shop.id(2))"))
        let plan = try shop.pruning(RetentionPolicy(keepLast: 0)).plan()
        #expect(plan.removed.map(\.run.id) == [1, 2, 3, 5].map(shop.id), "the newest that ended is the fourth")
        #expect(plan.removed.map(\.run.status) == ["unreadable", "no record", "killed", "killed"])
        _ = try shop.pruning(RetentionPolicy(keepLast: 0)).apply(plan)
        #expect(try shop.runs == [shop.id(4)] && shop.bundles == [shop.id(4)])
    }

    @Test func aRunInProgressKeepsAllOfItsPipeline() throws {
        let shop = try Shop(runs: 3)
        let pruning = shop.pruning(RetentionPolicy(keepLast: 1))
        let early = try pruning.plan()
        let lock = try WorkspaceLock(shop.workspace, config: "shop", pipeline: "recommend")
        try lock.hold(for: shop.id(4))
        #expect(try pruning.plan().removed.isEmpty)
        let applied = try pruning.apply(early)
        #expect(applied.removed.isEmpty && applied.freed.bytes == 0)
        #expect(try shop.runs.count == 3)
        withExtendedLifetime(lock) {}
    }

    @Test func whatWasPublishedSinceThePlanStays() throws {
        let shop = try Shop(runs: 4)
        let pruning = shop.pruning(RetentionPolicy(keepLast: 1))
        let plan = try pruning.plan()
        try shop.publish(2)
        #expect(try pruning.apply(plan).removed.map(\.run.id) == [shop.id(3)])
        #expect(try shop.runs == [1, 2, 4].map(shop.id))
    }

    /// Killed anywhere: what can be seen is whole, no bundle is without its record, and the next time ends it.
    @Test(arguments: [FailingCalls.Failure.kill, .error(EIO)])
    func itCanBeKilledAnywhere(failure: FailingCalls.Failure) throws {
        var position = 1
        while true {
            let shop = try Shop(runs: 3)
            try shop.publish(3)
            let policy = RetentionPolicy(keepLast: 0)
            // The first is protected as the predecessor once there is a history.
            try shop.history([("publish", 2, nil), ("publish", 3, 2)])
            let calls = FailingCalls(failure, at: position)
            let pruning = shop.pruning(policy, files: FileSystem(calls: calls))
            _ = try? pruning.apply(pruning.plan())
            for name in try shop.runs where !name.hasPrefix(".") {
                #expect(try FileSystem.names(in: shop.directory.file("runs/\(name)")).count == 2, "call \(position)")
            }
            for name in try shop.bundles where !name.hasPrefix(".") {
                #expect(try FileSystem.names(in: "\(shop.models)/\(name)").count == 2, "call \(position)")
                #expect(try shop.runs.contains(name), "call \(position)")
            }
            let again = shop.pruning(policy)
            _ = try again.apply(again.plan())
            let complete = try WorkspaceLock(shop.workspace, config: "shop", pipeline: "recommend")
            withExtendedLifetime(complete) {}
            try shop.files.removeAbandoned(from: shop.models)
            #expect(try shop.runs == [2, 3].map(shop.id) && shop.bundles == [2, 3].map(shop.id), "call \(position)")
            if !calls.hasFailed { break }
            position += 1
        }
        #expect(position > 8)
    }

    /// A directory of bundles that was copied to another name: each is a series of its own, and what `current` leads to stays in both.
    @Test func bundlesOfTheSameRunInTwoSeriesAreToldApart() throws {
        let shop = try Shop(runs: 4)
        try shop.publish(4)
        let copy = shop.directory.file("models/shop/trial")
        try FileManager.default.copyItem(atPath: shop.models, toPath: copy)
        try shop.files.pointLink("\(copy)/current", to: shop.id(2))
        func copied() throws -> [String] { try FileSystem.names(in: copy).filter { $0.hasPrefix("2") } }
        let pruning = shop.pruning(RetentionPolicy(keepLast: 0))
        let plan = try pruning.plan()
        #expect(plan.removed.map(\.run.series?.pipeline) == ["trial", "trial"])
        #expect(try pruning.apply(plan).removed.map(\.run.id) == [3, 4].map(shop.id))
        #expect(try copied() == [1, 2].map(shop.id), "the second is published there, the first is older")
        #expect(try shop.bundles == (1...4).map(shop.id) && shop.runs == (1...4).map(shop.id))
        let kept = try pruning.plan().kept.filter { $0.run.series?.pipeline == "recommend" }
        #expect(
            kept.map(\.reason) == [
                .shared(config: "shop", pipeline: "trial"), .shared(config: "shop", pipeline: "trial"), .predecessor,
                .champion,
            ], "the champion of the copy may be held against what the run keeps")
        try shop.files.removeDirectory(copy)
        #expect(try shop.removed(RetentionPolicy(keepLast: 0)) == [1, 2].map(shop.id))
    }

    /// A record that can't be read belongs to the only bundle of its name, and to none where there are two.
    @Test func aDamagedRecordBetweenTwoBundlesStays() throws {
        let shop = try Shop(runs: 3)
        try shop.publish(3)
        try shop.files.write("{", to: shop.directory.file("runs/\(shop.id(1))/run.json"))
        try FileManager.default.copyItem(atPath: shop.models, toPath: shop.directory.file("models/shop/trial"))
        let plan = try shop.pruning(RetentionPolicy(keepLast: 0)).plan()
        let found = plan.decisions.filter { $0.run.id == shop.id(1) }
        #expect(found.count == 3 && found.filter { $0.run.directory != nil }.allSatisfy { !$0.isRemoved })
    }

    /// A link that names no run tells the history nothing, and services all the same.
    @Test func whatALinkByPathLeadsToStays() throws {
        let shop = try Shop(runs: 5)
        try shop.history([("publish", 3, nil), ("publish", 4, 3)])
        try shop.files.pointLink("\(shop.models)/current", to: "\(shop.models)/\(shop.id(1))")
        let plan = try shop.pruning(RetentionPolicy(keepLast: 0)).plan()
        #expect(plan.kept.map(\.reason) == [.served, .predecessor, .champion, .newest])
        #expect(plan.removed.map(\.run.id) == [shop.id(2)])
    }
}
