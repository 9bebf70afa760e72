import Foundation
import Pipeline

/// A directory with one pipeline and one config, removed when the test ends.
final class Site {
    let directory: URL

    init() throws {
        directory = FileManager.default.temporaryDirectory.appendingPathComponent("mercer-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(at: directory)
    }

    func path(_ name: String) -> String { directory.appendingPathComponent(name).path }

    @discardableResult
    func write(_ name: String, _ text: String) throws -> String {
        try Data(text.utf8).write(to: directory.appendingPathComponent(name))
        return path(name)
    }

    func reader(_ environment: [String: String] = [:]) -> DocumentReader {
        DocumentReader(catalog: .fake, stages: .fake, environment: environment)
    }

    func resolve(
        _ pipeline: String, _ config: String = Documents.config, _ overrides: [Override] = [],
        environment: [String: String] = [:]
    ) throws -> ResolvedPipeline {
        try reader(environment).resolve(
            pipeline: write("pipeline.json", pipeline), config: write("config.json", config), overrides: overrides)
    }

    /// The problems of a pipeline and a config, each as `file:line:column: …` without the directory.
    func problems(
        _ pipeline: String, _ config: String = Documents.config, _ overrides: [Override] = [],
        environment: [String: String] = [:]
    ) throws -> [String] {
        do {
            _ = try resolve(pipeline, config, overrides, environment: environment)
            return []
        } catch let error as ConfigurationError {
            return error.problems.map { $0.description.replacingOccurrences(of: directory.path + "/", with: "") }
        }
    }
}

/// Documents that are valid, for tests to break.
enum Documents {
    static let pipeline = """
        {
          "name": "recommend",
          "seed": 7,
          "stages": [
            { "stage": "load", "tables": { "events": { "dataset": "events" } } },
            { "stage": "clean", "steps": [ { "step": "drop_missing", "table": "events", "columns": ["user"] } ] },
            { "stage": "features", "dataset": { "kind": "interactions", "table": "events" },
              "split": { "by": "leave_last_out", "validation": true } },
            { "stage": "train", "candidates": [
              { "id": "als-64", "model": "als", "factors": 48 },
              { "id": "popular", "model": "popularity" } ] },
            { "stage": "evaluate", "metrics": ["ndcg@10"], "select": "ndcg@10" },
            { "stage": "export", "refit": true, "formats": [ { "format": "bundle" }, { "format": "recommendations" } ] }
          ]
        }
        """

    static let config = """
        {
          "name": "shop",
          "workspace": "artifacts",
          "datasets": {
            "events": {
              "source": "csv", "path": "data/events.csv",
              "columns": {
                "user": { "from": "user_id", "type": "string" },
                "time": { "from": "when", "type": "timestamp", "format": "unix" }
              }
            }
          }
        }
        """
}
