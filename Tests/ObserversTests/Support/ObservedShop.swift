import Catalog
import DurableFiles
import Foundation
import LinearAlgebra
import Logging
import Observers
import Pipeline
import Synchronization
import TestSupport

/// A handful of events and a pipeline over them, run in this process with the observers its config asks for.
struct ObservedShop {
    /// Notes the runs that ended.
    private final class Recorder: RunObserver {
        private let runs = Mutex<[EndedRun]>([])
        var last: EndedRun? { runs.withLock(\.last) }
        func runEnded(_ run: EndedRun) { runs.withLock { $0.append(run) } }
    }

    struct NoRun: Error {}

    let directory: TemporaryDirectory
    let files = FileSystem()

    /// - Parameter destinations: the keys `tracking` and `lineage` of the config, as JSON.
    init(_ destinations: String) throws {
        directory = try TemporaryDirectory()
        var events = "user,item,time\n"
        for user in 0..<6 {
            for visit in 0..<4 {
                events += "u\(user),i\((user * 3 + visit * 5) % 7),\(1_700_000_000 + visit * 60 + user)\n"
            }
        }
        try directory.write(events, to: "events.csv")
        try directory.write(Self.pipeline, to: "pipeline.json")
        try state(destinations)
    }

    /// Writes the config anew.
    func state(_ destinations: String) throws {
        try directory.write(
            """
            { "name": "shop", "workspace": "work", \(destinations),
              "datasets": { "events": { "source": "csv", "path": "events.csv", "columns": {
                "user": { "from": "user", "type": "string" }, "item": { "from": "item", "type": "string" },
                "time": { "from": "time", "type": "timestamp", "format": "unix" } } } } }
            """, to: "config.json")
    }

    var workspace: Workspace { Workspace(path: directory.file("work"), files: files) }

    var outbox: Outbox { Outbox(workspace, catalog: Catalog.components, log: Self.log) }

    static let log = RunLog(format: .text).logger(level: .critical)

    /// Runs the pipeline; the destinations hear of it before this returns.
    ///
    /// - Parameter gate: of the evaluate stage, as JSON.
    func run(
        seed: Int = 1, effort: DeliveryEffort = .onceAtLeisure, gate: String? = nil
    ) throws -> EndedRun {
        let reader = DocumentReader(catalog: Catalog.components, stages: Catalog.stages)
        let resolved = try reader.resolve(
            pipeline: directory.file("pipeline.json"), config: directory.file("config.json"),
            overrides: [Override(address: "seed", text: "\(seed)", flag: "--seed")]
                + (gate.map { [Override(address: "evaluate.gate", text: $0, flag: "--set")] } ?? []))
        let recorder = Recorder()
        _ = try PipelineRun(
            resolved, workspace: workspace, options: RunOptions(), pool: .serial, log: RunLog(format: .text),
            logLevel: .critical, progress: SilentProgress(), reporter: Catalog.reporter,
            observers: Catalog.observers(of: resolved.config, log: Self.log, effort: effort) + [recorder],
            metricDefinitions: Catalog.metricDefinitions, interruption: { nil }
        ).execute()
        guard let run = recorder.last else { throw NoRun() }
        return run
    }

    /// A JSON file of a run.
    func json(_ name: String, of run: EndedRun) throws -> JSON {
        try RunStore(workspace).file(name, in: run.directory)
    }

    private static let pipeline = """
        { "name": "recommend", "description": "A few factors.", "stages": [
          { "stage": "load", "tables": { "events": { "dataset": "events" } } },
          { "stage": "clean", "steps": [ { "step": "drop_missing", "table": "events", "columns": ["user", "item"] } ] },
          { "stage": "features", "dataset": { "kind": "interactions", "table": "events" },
            "split": { "by": "leave_last_out", "count": 1, "validation": true } },
          { "stage": "train", "candidates": [
            { "id": "sgd", "model": "sgd", "loss": "bpr", "factors": 2, "epochs": 3 },
            { "id": "popular", "model": "popularity" } ] },
          { "stage": "evaluate", "metrics": ["ndcg@2", "recall@2"], "select": "ndcg@2" },
          { "stage": "export", "refit": true, "formats": [ { "format": "bundle" } ] } ] }
        """
}
