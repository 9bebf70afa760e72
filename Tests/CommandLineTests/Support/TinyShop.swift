import Foundation
import Pipeline

/// A generated shop small enough for many runs, with a config and a pipeline of its own.
struct TinyShop {
    let workdir: Workdir

    init(users: Int = 150, items: Int = 60, events: Int = 6_000) throws {
        workdir = try Workdir()
        let ending = try Mercer.run([
            "generate", "shop", "--output", workdir.path("shop"), "--users", "\(users)", "--items", "\(items)",
            "--events", "\(events)", "--seed", "3",
        ])
        precondition(ending.code == 0, ending.errors)
        try workdir.write(Self.config, to: "config.json")
        try workdir.write(Self.pipeline, to: "pipeline.json")
    }

    /// Runs the shop's pipeline in a workspace of the given name.
    func run(
        _ arguments: [String] = [], pipeline: String? = nil, workspace: String = "work"
    ) throws -> Mercer.Ending {
        try start(arguments, pipeline: pipeline, workspace: workspace).ending()
    }

    /// - Parameters: `output` and `errors` as `Mercer` takes them.
    func start(
        _ arguments: [String] = [], pipeline: String? = nil, workspace: String = "work", output: Pipe? = nil,
        errors: Pipe? = nil
    ) throws -> Mercer.Running {
        try Mercer.start(
            [
                "run", pipeline ?? workdir.path("pipeline.json"), "--config", workdir.path("config.json"), "--output",
                "json",
            ]
                + ["--workspace", workdir.path(workspace)] + arguments, output: output, errors: errors)
    }

    /// The names of what a workspace's cache shows, sorted.
    func cached(workspace: String = "work") -> [String] {
        let names = try? FileManager.default.contentsOfDirectory(atPath: workdir.path("\(workspace)/cache"))
        return (names ?? []).filter { !$0.hasPrefix(".") }.sorted()
    }

    /// `run.json` of a run.
    func record(of ending: Mercer.Ending, workspace: String = "work") throws -> JSON {
        try workdir.json("\(workspace)/runs/\(ending.json["run"]?.stringValue ?? "")/run.json")
    }

    /// The bytes of the model a run exported.
    func model(of ending: Mercer.Ending) throws -> Data {
        try file("model.safetensors", of: ending)
    }

    /// The bytes of one file of a run's bundle.
    func file(_ name: String, of ending: Mercer.Ending) throws -> Data {
        try Data(contentsOf: URL(fileURLWithPath: (ending.json["bundle"]?.stringValue ?? "") + "/" + name))
    }

    func plan(_ arguments: [String] = [], workspace: String = "work") throws -> [String: String] {
        let ending = try Mercer.run(
            ["plan", workdir.path("pipeline.json"), "--config", workdir.path("config.json"), "--output", "json"]
                + ["--workspace", workdir.path(workspace)] + arguments)
        let steps = ending.json["steps"]?.arrayValue ?? []
        return steps.reduce(into: [:]) { plan, step in
            plan[step["slot"]?.stringValue ?? ""] =
                "\(step["action"]?.stringValue ?? ""): \(step["reason"]?.stringValue ?? "")"
        }
    }

    /// The status of each stage of a run.
    func statuses(of ending: Mercer.Ending, workspace: String = "work") throws -> [String: String] {
        let id = ending.json["run"]?.stringValue ?? ""
        let stages = try workdir.json("\(workspace)/runs/\(id)/run.json")["stages"]?.arrayValue ?? []
        return stages.reduce(into: [:]) { $0[$1["stage"]?.stringValue ?? ""] = $1["status"]?.stringValue }
    }

    /// The accounts of all stages of a run, in order.
    func steps(of ending: Mercer.Ending, workspace: String = "work") throws -> [JSON] {
        let id = ending.json["run"]?.stringValue ?? ""
        let stages = try workdir.json("\(workspace)/runs/\(id)/run.json")["stages"]?.arrayValue ?? []
        return stages.flatMap { $0["steps"]?.arrayValue ?? [] }
    }

    static let config = """
        {
          "name": "tiny",
          "datasets": {
            "events": {
              "source": "csv", "path": "shop/events.csv", "max_bad_rows": 0.01,
              "columns": {
                "user": { "from": "user_id", "type": "string" },
                "item": { "from": "item_id", "type": "string" },
                "event": { "from": "event", "type": "string" },
                "time": { "from": "timestamp", "type": "timestamp", "format": "unix" }
              }
            }
          }
        }
        """

    static let pipeline = """
        {
          "name": "tiny",
          "seed": 5,
          "stages": [
            { "stage": "load", "tables": { "events": { "dataset": "events" } } },
            { "stage": "clean", "steps": [
                { "step": "drop_missing", "table": "events", "columns": ["user", "item"] },
                { "step": "deduplicate", "table": "events" } ] },
            { "stage": "features",
              "dataset": { "kind": "interactions", "table": "events",
                "weight": { "by": "event", "values": { "view": 1, "cart": 3, "purchase": 5 }, "half_life_days": 90 } },
              "split": { "by": "leave_last_out", "count": 1, "validation": true } },
            { "stage": "train", "candidates": [
                { "id": "als", "model": "als", "factors": 16, "iterations": 5 },
                { "id": "popular", "model": "popularity" } ] },
            { "stage": "evaluate", "metrics": ["ndcg@10", "coverage@10"], "select": "ndcg@10" },
            { "stage": "export", "refit": true, "formats": [
                { "format": "bundle" }, { "format": "recommendations", "as": "csv", "k": 5 } ] }
          ]
        }
        """
}
