import Catalog
import DurableFiles
import Foundation
import LinearAlgebra
import Pipeline
import TestSupport
import Testing

/// A handful of events and a pipeline over them, run in this process.
struct SweptShop {
    private let directory: TemporaryDirectory
    private let pool = WorkerPool.serial

    init() throws {
        directory = try TemporaryDirectory()
        let files = FileSystem()
        var events = "user,item,time\n"
        for user in 0..<6 {
            for visit in 0..<4 {
                events += "u\(user),i\((user * 3 + visit * 5) % 7),\(1_700_000_000 + visit * 60 + user)\n"
            }
        }
        try files.write(events, to: directory.file("events.csv"))
        try files.write(Self.config, to: directory.file("config.json"))
        try files.write(Self.pipeline, to: directory.file("pipeline.json"))
    }

    func path(_ workspace: String) -> String { directory.file(workspace) }

    /// Runs the pipeline in a workspace whose files change through `files`.
    ///
    /// - Parameters:
    ///   - iterations: of its training, so that runs have something to differ in.
    ///   - overrides: values that take the place of the documents', by address.
    /// - Throws: what a run throws before it has an id.
    func run(
        iterations: Int, in workspace: String, _ files: FileSystem, overrides: [String: String] = [:],
        until: StageName = .export
    ) throws -> RunResult {
        let reader = DocumentReader(catalog: Catalog.components, stages: Catalog.stages)
        let resolved = try reader.resolve(
            pipeline: directory.file("pipeline.json"), config: directory.file("config.json"),
            overrides: overrides.merging(["train.candidates.als.iterations": "\(iterations)"]) { stated, _ in stated }
                .sorted { $0.key < $1.key }.map { Override(address: $0.key, text: $0.value, flag: "--set") })
        return try PipelineRun(
            resolved, workspace: Workspace(path: path(workspace), files: files), options: RunOptions(until: until),
            pool: pool,
            log: RunLog(format: .text), logLevel: .critical, progress: SilentProgress(), reporter: Catalog.reporter,
            metricDefinitions: Catalog.metricDefinitions, interruption: { nil }
        ).execute()
    }

    /// A workspace with the same content.
    func copy(of workspace: String) throws -> String {
        let name = "copy-\(UUID().uuidString)"
        try FileManager.default.copyItem(atPath: path(workspace), toPath: path(name))
        return name
    }

    /// Flips a bit in every file of a name that the cache keeps.
    ///
    /// - Returns: how many there were.
    func damageStored(_ name: String, in workspace: String) throws -> Int {
        let cache = path(workspace) + "/cache"
        let found = try FileSystem.files(in: cache).filter { $0.path.hasSuffix("/" + name) }
        for file in found {
            let place = URL(fileURLWithPath: "\(cache)/\(file.path)")
            var content = try Data(contentsOf: place)
            content[content.count / 2] ^= 0x40
            // Written anew rather than in place: others may share the file.
            try content.write(to: place, options: .atomic)
        }
        return found.count
    }

    func promisedBytes(of result: RunResult, _ names: [String]) throws -> [Data] {
        let bundle = try #require(result.bundle)
        return try names.map { try Data(contentsOf: URL(fileURLWithPath: "\(bundle)/\($0)")) }
    }

    /// Whatever bundle can be seen, through `current` or by its own name, verifies.
    func checkBundles(in workspace: String, _ circumstances: String) throws {
        let models = path(workspace) + "/models/swept/swept"
        let visible = try FileSystem.names(in: models).filter { !$0.hasPrefix(".") && $0 != PublishingHistory.name }
        #expect(visible.contains("current"), "\(circumstances): something is published")
        for name in visible {
            let verification = try BundleVerification("\(models)/\(name)", catalog: Catalog.components, pool: pool)
            #expect(verification.problems.isEmpty, "\(circumstances): \(name)")
        }
    }

    /// What has become of a run; nil without a record that can be read.
    func state(of run: String, in workspace: String) -> RunState? {
        try? StoredRun(directory: "\(path(workspace))/runs/\(run)").state
    }

    /// A run that is said to have succeeded was published.
    func checkStates(in workspace: String, _ circumstances: String) throws {
        let place = Workspace(path: path(workspace), files: FileSystem())
        let served = place.publishedRun(config: "swept", pipeline: "swept")
        let published = try PublishingHistory(of: place, config: "swept", pipeline: "swept").records.map(\.run)
        for run in try RunStore(place).ids where state(of: run, in: workspace) == .succeeded {
            #expect(published.contains(run) || served == run, "\(circumstances): \(run)")
        }
    }

    /// The history says what is published, and each of its lines what was published before.
    func checkHistory(in workspace: String, published run: String, _ circumstances: String) throws {
        let workspace = Workspace(path: path(workspace), files: FileSystem())
        let records = try PublishingHistory(of: workspace, config: "swept", pipeline: "swept").records
        #expect(records.last?.run == run, "\(circumstances)")
        #expect(workspace.publishedRun(config: "swept", pipeline: "swept") == run, "\(circumstances)")
        for (record, next) in zip(records, records.dropFirst()) {
            #expect(next.previous == record.run, "\(circumstances)")
        }
        #expect(records.first?.previous == nil, "\(circumstances)")
    }

    private static let config = """
        { "name": "swept", "cache_tables": true,
          "datasets": { "events": { "source": "csv", "path": "events.csv", "columns": {
            "user": { "from": "user", "type": "string" }, "item": { "from": "item", "type": "string" },
            "time": { "from": "time", "type": "timestamp", "format": "unix" } } } } }
        """

    private static let pipeline = """
        { "name": "swept", "stages": [
          { "stage": "load", "tables": { "events": { "dataset": "events" } } },
          { "stage": "clean", "steps": [ { "step": "drop_missing", "table": "events", "columns": ["user", "item"] } ] },
          { "stage": "features", "dataset": { "kind": "interactions", "table": "events" },
            "split": { "by": "leave_last_out", "count": 1, "validation": true } },
          { "stage": "train", "candidates": [
            { "id": "als", "model": "als", "factors": 2, "iterations": 2 },
            { "id": "popular", "model": "popularity" } ] },
          { "stage": "evaluate", "metrics": ["ndcg@2"], "select": "ndcg@2", "gate": [
            { "condition": "not_worse", "metric": "ndcg@2", "margin": 2 },
            { "condition": "minimum", "metric": "ndcg@2", "value": 0 } ] },
          { "stage": "export", "refit": true, "formats": [
            { "format": "bundle" }, { "format": "recommendations", "as": "csv", "k": 2 } ] } ] }
        """
}
