import Foundation

/// Lets one run at a time work on a config and pipeline of a workspace: an advisory lock that ends with its process.
public final class WorkspaceLock {
    private let descriptor: Int32

    /// - Throws: `WorkspaceLockedError` when another run holds the lock; `FileError` when the lock file can't be made.
    public init(_ workspace: Workspace, config: String, pipeline: String) throws {
        try Directories.create("\(workspace.path)/locks")
        let path = "\(workspace.path)/locks/\(config).\(pipeline).lock"
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw FileError(operation: "open", path: path) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            var holder = [UInt8](repeating: 0, count: 256)
            let count = max(0, read(descriptor, &holder, holder.count))
            close(descriptor)
            throw WorkspaceLockedError(path: path, holder: String(decoding: holder.prefix(count), as: UTF8.self))
        }
        let text = "process \(getpid()) since \(Instant.text(Date()))"
        ftruncate(descriptor, 0)
        _ = text.withCString { write(descriptor, $0, strlen($0)) }
    }

    deinit {
        close(descriptor)
    }
}

/// Another run holds the lock; exit code 75.
public struct WorkspaceLockedError: Error, Sendable, CustomStringConvertible {
    public let path: String
    public let holder: String

    public var description: String {
        "another run of this config and pipeline is in progress (\(holder)); wait for it to end and run again"
    }
}
