import DurableFiles
import Foundation

/// A run as retention sees it: its directory and its bundle, whichever of them are there.
public struct RetainedRun: Sendable {
    /// Whose run it is; nil where neither a record nor a bundle tells.
    public struct Series: Sendable, Hashable {
        public let config: String
        public let pipeline: String
    }

    public let id: String
    public let series: Series?
    /// Nil for a bundle that no run's directory belongs to.
    public let state: RunState?
    /// The run's directory, where there is one.
    public let directory: String?
    /// The bundle's directory, where there is one.
    public let bundle: String?
    let started: Date?

    /// In words.
    public var status: String { state?.rawValue ?? "no record" }

    /// The bundle first: a record without a bundle is one that exported none, a bundle without a record belongs to nobody.
    var directories: [String] { [bundle, directory].compactMap(\.self) }

    func ageDays(at now: Date) -> Double {
        now.timeIntervalSince(started ?? .distantPast) / 86_400
    }
}

/// All runs of a workspace and all bundles, those without a record among them.
struct RunInventory {
    /// Oldest first.
    let runs: [RetainedRun]

    /// - Throws: `FileError` where the workspace can't be read.
    init(_ workspace: Workspace) throws(FileError) {
        var bundles = try Self.bundles(in: workspace)
        let store = RunStore(workspace)
        var runs: [RetainedRun] = []
        for id in try store.ids {
            runs.append(try Self.run(id, in: workspace.runDirectory(id), bundle: bundles.removeValue(forKey: id)))
        }
        for (id, bundle) in bundles {
            runs.append(
                RetainedRun(
                    id: id, series: bundle.series, state: nil, directory: nil, bundle: bundle.path,
                    started: Self.modified(bundle.path)))
        }
        self.runs = runs.sorted { $0.id < $1.id }
    }

    private typealias Bundle = (path: String, series: RetainedRun.Series)

    private static func run(
        _ id: String, in directory: String, bundle: Bundle?
    ) throws(FileError) -> RetainedRun {
        let stored = try? StoredRun(directory: directory)
        let record = stored?.record
        var series = bundle?.series
        if let config = record?["config"]?["name"]?.stringValue,
            let pipeline = record?["pipeline"]?["name"]?.stringValue
        {
            series = RetainedRun.Series(config: config, pipeline: pipeline)
        }
        let state = if let stored { stored.state } else { try RunState(withoutRecordIn: directory) }
        return RetainedRun(
            id: id, series: series, state: state, directory: directory, bundle: bundle?.path,
            started: stored?.started.map { Date(timeIntervalSince1970: Double($0) / 1e6) } ?? modified(directory))
    }

    private static func bundles(in workspace: Workspace) throws(FileError) -> [String: Bundle] {
        var bundles: [String: Bundle] = [:]
        for config in try FileSystem.names(in: workspace.models) where !config.hasPrefix(".") {
            for pipeline in try FileSystem.names(in: "\(workspace.models)/\(config)") where !pipeline.hasPrefix(".") {
                let directory = workspace.models(config: config, pipeline: pipeline)
                for name in try FileSystem.names(in: directory)
                where !name.hasPrefix(".") && name != Workspace.currentName
                    && FileSystem.isDirectory("\(directory)/\(name)")
                {
                    bundles[name] = ("\(directory)/\(name)", .init(config: config, pipeline: pipeline))
                }
            }
        }
        return bundles
    }

    private static func modified(_ path: String) -> Date? {
        (try? FileManager.default.attributesOfItem(atPath: path))?[.modificationDate] as? Date
    }
}
