import DurableFiles
import Foundation

/// Where runs, models and reusable results lie: `artifacts/` unless the config, the environment or a flag says otherwise.
public struct Workspace: Sendable {
    public let path: String
    /// What changes the files of the workspace.
    public let files: FileSystem

    public init(path: String, files: FileSystem) {
        self.path = URL(fileURLWithPath: path).standardizedFileURL.path
        self.files = files
    }

    public var cache: String { path + "/cache" }
    public var runs: String { path + "/runs" }
    public var models: String { path + "/models" }
    var locks: String { path + "/locks" }

    public func runDirectory(_ id: String) -> String { "\(runs)/\(id)" }

    /// All bundles of a config and pipeline.
    public func models(config: String, pipeline: String) -> String { "\(models)/\(config)/\(pipeline)" }

    public func bundle(config: String, pipeline: String, run: String) -> String {
        "\(models(config: config, pipeline: pipeline))/\(run)"
    }

    /// The link to the published bundle.
    public func current(config: String, pipeline: String) -> String {
        "\(models(config: config, pipeline: pipeline))/current"
    }

    /// The run whose bundle is published, or nil before the first.
    public func publishedRun(config: String, pipeline: String) -> String? {
        try? FileManager.default.destinationOfSymbolicLink(atPath: current(config: config, pipeline: pipeline))
    }

    /// Points `current` at a run's bundle in one step.
    public func publish(run: String, config: String, pipeline: String) throws {
        try files.pointLink(current(config: config, pipeline: pipeline), to: run)
    }

    /// Removes what killed processes left half-written, or half-removed, in the cache, among the runs and among one pipeline's
    /// bundles.
    func removeAbandoned(config: String, pipeline: String) throws {
        for directory in [cache, runs, models(config: config, pipeline: pipeline)] {
            try files.removeAbandoned(from: directory)
        }
    }
}
