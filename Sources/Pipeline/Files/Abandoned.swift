import Foundation

/// What processes that were killed left half-written: names `.<something>.<process>.partial` whose process is gone.
enum Abandoned {
    /// Clears the cache and one pipeline's bundles. Anything a living process may still write to is left alone.
    static func remove(from workspace: Workspace, config: String, pipeline: String) throws {
        for directory in [workspace.cache, workspace.models(config: config, pipeline: pipeline)] {
            for name in Directories.names(in: directory) where isAbandoned(name) {
                try Directories.remove("\(directory)/\(name)")
            }
        }
    }

    static func isAbandoned(_ name: String) -> Bool {
        let parts = name.split(separator: ".")
        guard name.hasPrefix("."), parts.count >= 2, parts.last == "partial",
            let process = pid_t(parts[parts.count - 2])
        else { return false }
        return process != getpid() && kill(process, 0) != 0 && errno == ESRCH
    }
}
