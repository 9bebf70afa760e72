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

    /// The workspace that holds a run, by the run's directory or a link to it; to look into, not to write to.
    init(ofRunIn directory: String) {
        let stated = URL(fileURLWithPath: directory)
        let asNamed = Self(holding: stated.standardizedFileURL)
        // Its `runs` may be a link to another disk: links are followed only where what is named is no workspace.
        self = FileSystem.isDirectory(asNamed.locks) ? asNamed : Self(holding: stated.resolvingSymlinksInPath())
    }

    private init(holding run: URL) {
        self.init(path: run.deletingLastPathComponent().deletingLastPathComponent().path, files: FileSystem())
    }

    public var cache: String { path + "/cache" }
    public var runs: String { path + "/runs" }
    public var models: String { path + "/models" }
    var locks: String { path + "/locks" }
    /// What others are still to be told of runs.
    public var outbox: String { path + "/outbox" }

    public func runDirectory(_ id: String) -> String { "\(runs)/\(id)" }

    /// All bundles of a config and pipeline.
    public func models(config: String, pipeline: String) -> String { "\(models)/\(config)/\(pipeline)" }

    public func bundle(config: String, pipeline: String, run: String) -> String {
        "\(models(config: config, pipeline: pipeline))/\(run)"
    }

    /// The link to the published bundle.
    public func current(config: String, pipeline: String) -> String {
        "\(models(config: config, pipeline: pipeline))/\(Self.currentName)"
    }

    static let currentName = "current"

    /// A path in the workspace as seen from it, which stays right where the workspace is moved; any other as it is.
    package func relative(_ path: String) -> String {
        path.hasPrefix(self.path + "/") ? String(path.dropFirst(self.path.count + 1)) : path
    }

    /// Where a path leads that is seen from the workspace.
    package func absolute(_ path: String) -> String {
        path.hasPrefix("/") ? path : "\(self.path)/\(path)"
    }

    /// Removes what killed processes left half-written, or half-removed, in the cache, among the runs and among one pipeline's
    /// bundles.
    func removeAbandoned(config: String, pipeline: String) throws {
        for directory in [cache, runs, models(config: config, pipeline: pipeline)] {
            try files.removeAbandoned(from: directory)
        }
    }
}
