import DurableFiles
import Foundation

/// Lets one run at a time work on a config and pipeline of a workspace.
///
/// An advisory lock on `locks/<config>.<pipeline>.lock`, which the operating system gives back when its holder ends,
/// however it ends: a lock file that nobody holds says nothing. The file names its holder, for the message of who waits, and the
/// run it is held for, which tells that run from those that were killed.
public final class WorkspaceLock {
    private let descriptor: Int32
    private let path: String

    private static let pollingMicroseconds: UInt32 = 100_000
    private static let leastSeconds = 0.05
    /// Who holds the lock without a run publishes, rolls back or takes old runs out of sight, and is done at once.
    private static let briefHolderSeconds = 10.0

    /// Waits for the lock.
    ///
    /// - Parameters:
    ///   - seconds: how long to wait for another run; 0 no longer than somebody looks whether there is one. A holder that is no
    ///     run is waited for some seconds whatever is said here.
    ///   - isCancelled: asked while waiting; true ends it.
    ///   - onWait: called once, with the holder, when there is one to wait for.
    /// - Throws: `WorkspaceLockedError` when another run holds the lock and goes on holding it; `CancellationError`;
    ///   `FileError` when the lock file can't be made.
    public convenience init(
        _ workspace: Workspace, config: String, pipeline: String, waiting seconds: Double = 0,
        isCancelled: () -> Bool = { false }, onWait: (_ holder: String) -> Void = { _ in }
    ) throws {
        try self.init(
            workspace, lock: Self.name(config: config, pipeline: pipeline),
            patience: Patience(run: seconds, other: max(seconds, Self.briefHolderSeconds)), isCancelled: isCancelled,
            onWait: onWait)
    }

    /// Waits for a lock that is no config and pipeline's.
    public convenience init(_ workspace: Workspace, name: String, waiting seconds: Double = 0) throws {
        try self.init(
            workspace, lock: name, patience: Patience(run: seconds, other: seconds), isCancelled: { false },
            onWait: { _ in })
    }

    /// How many seconds to wait for a holder that is a run, and for any other.
    private struct Patience {
        let run: Double
        let other: Double
    }

    private init(
        _ workspace: Workspace, lock name: String, patience: Patience, isCancelled: () -> Bool,
        onWait: (_ holder: String) -> Void
    ) throws {
        try workspace.files.createDirectory(workspace.locks)
        path = Self.path(in: workspace, name: name)
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw FileError(operation: "open", path: path, code: errno) }
        do {
            try Self.acquire(
                descriptor, path: path, patience: patience, isCancelled: isCancelled,
                onWait: { if patience.run > 0 { onWait($0.text) } })
        } catch {
            close(descriptor)
            throw error
        }
        ftruncate(descriptor, 0)
        _ = append("process \(getpid()) on \(ProcessInfo.processInfo.hostName) since \(Instant.text(Date()))")
    }

    /// States for which run the lock is held; once, before anything of the run can be seen.
    ///
    /// - Throws: `FileError` where that can't be written down: others would take the run for one that was killed.
    package func hold(for id: String) throws(FileError) {
        guard append("\n\(id)\n") else {
            throw FileError(operation: "write", path: path, code: errno)
        }
    }

    /// Adds to the lock's file by one call, so that who reads it meanwhile sees all of it or nothing.
    private func append(_ text: String) -> Bool {
        text.withCString { write(descriptor, $0, strlen($0)) } == text.utf8.count
    }

    deinit {
        close(descriptor)
    }

    private static func acquire(
        _ descriptor: Int32, path: String, patience: Patience, isCancelled: () -> Bool, onWait: (Holder) -> Void
    ) throws {
        let begun = ContinuousClock.now
        var hasTold = false
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            guard errno == EWOULDBLOCK || errno == EINTR else {
                throw FileError(operation: "lock", path: path, code: errno)
            }
            if isCancelled() { throw CancellationError() }
            // Asked each time: another may hold it by now, and a run states itself a moment after it has the lock.
            let holder = Holder(statedIn: descriptor)
            let seconds = holder.run == nil ? patience.other : patience.run
            guard ContinuousClock.now - begun < .seconds(max(seconds, leastSeconds)) else {
                throw WorkspaceLockedError(path: path, holder: holder.text)
            }
            if !hasTold { onWait(holder) }
            hasTold = true
            usleep(pollingMicroseconds)
        }
    }

    private static func name(config: String, pipeline: String) -> String { "\(config).\(pipeline)" }

    private static func path(in workspace: Workspace, name: String) -> String { "\(workspace.locks)/\(name)\(suffix)" }

    private static let suffix = ".lock"
}

// MARK: - Who holds it

extension WorkspaceLock {
    /// Who holds a lock, as its file states it.
    struct Holder: Equatable {
        /// ``process 4711 on host since 2026-03-01T04:00:00Z``
        let text: String
        /// The run it is held for; nil before that has begun, and for who holds it without one.
        let run: String?

        fileprivate init(statedIn descriptor: Int32) {
            var bytes = [UInt8](repeating: 0, count: 512)
            let count = max(0, pread(descriptor, &bytes, bytes.count, 0))
            let lines = String(decoding: bytes.prefix(count), as: UTF8.self).split(separator: "\n")
            text = lines.first.map(String.init) ?? "its process has not stated itself yet"
            run = lines.dropFirst().first.map(String.init)
        }
    }

    /// Who holds the lock now; nil where nobody does. Changes nothing.
    static func holder(in workspace: Workspace, config: String, pipeline: String) -> Holder? {
        holder(ofLockAt: path(in: workspace, name: name(config: config, pipeline: pipeline)))
    }

    /// Who holds any lock of the workspace now; nil where nobody does.
    static func anyHolder(in workspace: Workspace) throws(FileError) -> Holder? {
        try holders(in: workspace).first
    }

    /// Whether any lock of a workspace is held for one of its runs, by the run's directory.
    static func isHeld(forRunIn directory: String) throws(FileError) -> Bool {
        let id = URL(fileURLWithPath: directory).resolvingSymlinksInPath().lastPathComponent
        return try holders(in: Workspace(ofRunIn: directory)).contains { $0.run == id }
    }

    private static func holders(in workspace: Workspace) throws(FileError) -> [Holder] {
        try FileSystem.names(in: workspace.locks).filter { $0.hasSuffix(suffix) }
            .compactMap { holder(ofLockAt: "\(workspace.locks)/\($0)") }
    }

    private static func holder(ofLockAt path: String) -> Holder? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        // To ask is to take it for an instant, which `acquire` waits for.
        defer { close(descriptor) }
        return flock(descriptor, LOCK_SH | LOCK_NB) == 0 ? nil : Holder(statedIn: descriptor)
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
