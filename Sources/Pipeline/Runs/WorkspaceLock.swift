import DurableFiles
import Foundation

/// Lets one run at a time work on a config and pipeline of a workspace.
///
/// An advisory lock on `locks/<config>.<pipeline>.lock`, which the operating system gives back when its holder ends,
/// however it ends: a lock file that nobody holds says nothing. The file names its holder, for the message of who waits.
public final class WorkspaceLock {
    private let descriptor: Int32

    private static let pollingMicroseconds: UInt32 = 100_000
    private static let leastSeconds = 0.05

    /// Waits for the lock.
    ///
    /// - Parameters:
    ///   - seconds: how long to wait for another holder; 0 no longer than somebody looks whether there is one.
    ///   - isCancelled: asked while waiting; true ends it.
    ///   - onWait: called once, with the holder, when there is one to wait for.
    /// - Throws: `WorkspaceLockedError` when another run holds the lock and goes on holding it; `CancellationError`;
    ///   `FileError` when the lock file can't be made.
    public convenience init(
        _ workspace: Workspace, config: String, pipeline: String, waiting seconds: Double = 0,
        isCancelled: () -> Bool = { false }, onWait: (_ holder: String) -> Void = { _ in }
    ) throws {
        try self.init(
            workspace, name: Self.name(config: config, pipeline: pipeline), waiting: seconds, isCancelled: isCancelled,
            onWait: onWait)
    }

    /// Waits for a lock that is no config and pipeline's: `name` has no dot.
    public init(
        _ workspace: Workspace, name: String, waiting seconds: Double = 0, isCancelled: () -> Bool = { false },
        onWait: (_ holder: String) -> Void = { _ in }
    ) throws {
        try workspace.files.createDirectory(workspace.locks)
        let path = Self.path(in: workspace, name: name)
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw FileError(operation: "open", path: path, code: errno) }
        do {
            try Self.acquire(
                descriptor, path: path, until: .now + .seconds(max(seconds, Self.leastSeconds)),
                isCancelled: isCancelled, onWait: { if seconds > 0 { onWait($0) } })
        } catch {
            close(descriptor)
            throw error
        }
        ftruncate(descriptor, 0)
        let holder = "process \(getpid()) on \(ProcessInfo.processInfo.hostName) since \(Instant.text(Date()))"
        _ = holder.withCString { write(descriptor, $0, strlen($0)) }
    }

    deinit {
        close(descriptor)
    }

    private static func acquire(
        _ descriptor: Int32, path: String, until deadline: ContinuousClock.Instant, isCancelled: () -> Bool,
        onWait: (String) -> Void
    ) throws {
        var hasTold = false
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            guard errno == EWOULDBLOCK || errno == EINTR else {
                throw FileError(operation: "lock", path: path, code: errno)
            }
            if isCancelled() { throw CancellationError() }
            guard ContinuousClock.now < deadline else {
                throw WorkspaceLockedError(path: path, holder: holder(of: descriptor))
            }
            if !hasTold { onWait(holder(of: descriptor)) }
            hasTold = true
            usleep(pollingMicroseconds)
        }
    }

    private static func name(config: String, pipeline: String) -> String { "\(config).\(pipeline)" }

    private static func path(in workspace: Workspace, name: String) -> String { "\(workspace.locks)/\(name)\(suffix)" }

    private static let suffix = ".lock"

    private static func holder(of descriptor: Int32) -> String {
        var text = [UInt8](repeating: 0, count: 512)
        let count = max(0, pread(descriptor, &text, text.count, 0))
        return String(decoding: text.prefix(count), as: UTF8.self)
    }
}

extension WorkspaceLock {
    /// Who holds the lock now; nil where nobody does. Changes nothing.
    static func holder(in workspace: Workspace, config: String, pipeline: String) -> String? {
        holder(ofLockAt: path(in: workspace, name: name(config: config, pipeline: pipeline)))
    }

    /// Who holds any lock of the workspace now; nil where nobody does.
    static func anyHolder(in workspace: Workspace) -> String? {
        FileSystem.names(in: workspace.locks).lazy.filter { $0.hasSuffix(suffix) }
            .compactMap { holder(ofLockAt: "\(workspace.locks)/\($0)") }.first
    }

    private static func holder(ofLockAt path: String) -> String? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        // To ask is to take it for an instant, which `acquire` waits for.
        defer { close(descriptor) }
        return flock(descriptor, LOCK_SH | LOCK_NB) == 0 ? nil : holder(of: descriptor)
    }
}

/// Another run holds the lock; exit code 75.
public struct WorkspaceLockedError: Error, Sendable, CustomStringConvertible {
    public let path: String
    public let holder: String

    public var description: String {
        "another run of this config and pipeline is in progress (\(holder)); wait for it to end and run again, or give `run` the time to wait with --wait SECONDS"
    }
}
