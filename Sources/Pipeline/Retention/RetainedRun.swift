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
            runs.append(try Self.run(id, in: workspace.runDirectory(id), bundles: &bundles[id, default: [:]]))
        }
        for (id, rest) in bundles {
            for (series, path) in rest {
                runs.append(
                    RetainedRun(
                        id: id, series: series, state: nil, directory: nil, bundle: path, started: Self.modified(path)))
            }
        }
        self.runs = runs.sorted { $0.id < $1.id }
    }

    /// The directories of the bundles of one name: several series have one where a directory of bundles was copied.
    private typealias Bundles = [RetainedRun.Series: String]

    /// - Parameter bundles: those with the run's id; its own is taken out.
    private static func run(
        _ id: String, in directory: String, bundles: inout Bundles
    ) throws(FileError) -> RetainedRun {
        let stored = try? StoredRun(directory: directory)
        // A record that can't be read belongs to the only bundle there is; between several nothing tells.
        let series = stored.flatMap(RetainedRun.Series.init) ?? (bundles.count == 1 ? bundles.keys.first : nil)
        let state = if let stored { stored.state } else { try RunState(withoutRecordIn: directory) }
        return RetainedRun(
            id: id, series: series, state: state, directory: directory,
            bundle: series.flatMap { bundles.removeValue(forKey: $0) },
            started: stored?.started.map { Date(timeIntervalSince1970: Double($0) / 1e6) } ?? modified(directory))
    }

    /// All bundles, by run.
    private static func bundles(in workspace: Workspace) throws(FileError) -> [String: Bundles] {
        var bundles: [String: Bundles] = [:]
        for series in try RetainedRun.Series.withBundles(in: workspace) {
            let directory = workspace.models(config: series.config, pipeline: series.pipeline)
            for name in try FileSystem.names(in: directory)
            where !name.hasPrefix(".") && name != Workspace.currentName
                && FileSystem.isDirectory("\(directory)/\(name)")
            {
                bundles[name, default: [:]][series] = "\(directory)/\(name)"
            }
        }
        return bundles
    }

    private static func modified(_ path: String) -> Date? {
        (try? FileManager.default.attributesOfItem(atPath: path))?[.modificationDate] as? Date
    }
}

extension RetainedRun.Series {
    /// What a record says; nil where it doesn't.
    fileprivate init?(_ run: StoredRun) {
        guard let config = run.record["config"]?["name"]?.stringValue,
            let pipeline = run.record["pipeline"]?["name"]?.stringValue
        else { return nil }
        self.init(config: config, pipeline: pipeline)
    }

    /// Those that have a directory for bundles.
    fileprivate static func withBundles(in workspace: Workspace) throws(FileError) -> [RetainedRun.Series] {
        var found: [RetainedRun.Series] = []
        for config in try FileSystem.names(in: workspace.models) where !config.hasPrefix(".") {
            for pipeline in try FileSystem.names(in: "\(workspace.models)/\(config)") where !pipeline.hasPrefix(".") {
                found.append(RetainedRun.Series(config: config, pipeline: pipeline))
            }
        }
        return found
    }
}

extension RetainedRun {
    /// Another config and pipeline that has a bundle of the same name, whose champion may be held against what the run's directory
    /// keeps; nil where there is none.
    func otherOwner(in workspace: Workspace) throws(FileError) -> Series? {
        guard directory != nil else { return nil }
        return try Series.withBundles(in: workspace).first { other in
            other != series
                && FileSystem.isDirectory(workspace.bundle(config: other.config, pipeline: other.pipeline, run: id))
        }
    }
}
