import DurableFiles
import Foundation

/// The runs of a workspace.
public struct RunStore: Sendable {
    public let workspace: Workspace

    public init(_ workspace: Workspace) {
        self.workspace = workspace
    }

    /// Ids of all runs, oldest first.
    ///
    /// - Throws: `FileError` where the workspace can't be read.
    public var ids: [String] {
        get throws(FileError) { try FileSystem.names(in: workspace.runs).filter { !$0.hasPrefix(".") } }
    }

    /// Makes the directory of a new run, for which the lock is held from before it can be seen.
    func create(at date: Date, holding lock: WorkspaceLock) throws -> (id: String, directory: String) {
        let id = RunID.make(at: date)
        let directory = workspace.runDirectory(id)
        try lock.hold(for: id)
        try workspace.files.createDirectory(directory)
        return (id, directory)
    }

    /// Finds a run by id, unique prefix, `latest` or directory.
    ///
    /// - Throws: `InputError` when there is none or more than one; `FileError` where the workspace can't be read.
    public func find(_ name: String) throws -> String {
        if FileManager.default.fileExists(atPath: "\(name)/run.json") { return name }
        let ids = try ids
        if name == "latest" {
            guard let newest = ids.last else { throw unknown(name, "there are no runs") }
            return workspace.runDirectory(newest)
        }
        if ids.contains(name) { return workspace.runDirectory(name) }
        let matches = name.isEmpty ? [] : ids.filter { $0.hasPrefix(name) }
        guard matches.count <= 1 else {
            throw unknown(name, "\(matches.count) runs start with it: \(matches.prefix(4).joined(separator: ", "))")
        }
        guard let match = matches.first else { throw unknown(name, "no run has this id") }
        return workspace.runDirectory(match)
    }

    /// `run.json` of a run's directory.
    public func record(in directory: String) throws -> JSON {
        try file("run.json", in: directory)
    }

    /// A JSON file of a run.
    public func file(_ name: String, in directory: String) throws -> JSON {
        guard let json = JSON(remembered: "\(directory)/\(name)") else {
            throw InputError(
                path: "\(directory)/\(name)", found: "it is missing or no JSON",
                remedy: "the run ended before it wrote it")
        }
        return json
    }

    private func unknown(_ name: String, _ found: String) -> InputError {
        InputError(path: workspace.runs, found: "\(name): \(found)", remedy: "see `mercer runs list`")
    }
}
