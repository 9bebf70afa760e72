import Foundation

/// What stands at `current`.
enum PublishedLink {
    case missing
    case run(String)
    /// A link to something that is no name of a run beside it.
    case elsewhere(target: String)
    /// What it is instead.
    case notALink(String)
    case unreadable(String)

    init(of workspace: Workspace, config: String, pipeline: String) {
        let path = workspace.current(config: config, pipeline: pipeline)
        var status = stat()
        guard lstat(path, &status) == 0 else {
            self = errno == ENOENT ? .missing : .unreadable(String(cString: strerror(errno)))
            return
        }
        guard status.st_mode & S_IFMT == S_IFLNK else {
            self = .notALink(status.st_mode & S_IFMT == S_IFDIR ? "a directory" : "a file")
            return
        }
        do {
            let target = try FileManager.default.destinationOfSymbolicLink(atPath: path)
            let isName = !target.contains("/") && !target.hasPrefix(".")
            self = isName ? .run(target) : .elsewhere(target: target)
        } catch {
            self = .unreadable("\(error.localizedDescription)")
        }
    }

    var run: String? {
        guard case .run(let run) = self else { return nil }
        return run
    }
}
