import DurableFiles
import Foundation
import Synchronization

/// The operating system's calls, one of which goes wrong: the double that shows what a failure at any instant leaves behind.
///
/// Calls are counted from 1. Flushes are counted and otherwise left out: nothing here survives a power cut anyhow, and a
/// sweep runs thousands of them.
public final class FailingCalls: SystemCalls {
    public enum Failure: Sendable, Equatable, CustomStringConvertible {
        /// The call is refused with an `errno`.
        case error(Int32)
        /// A write takes half of the bytes, any other call works.
        case shortWrite
        /// From this call on nothing has any effect, as if the process were gone.
        case kill
        /// From this call on nothing is written any more, while what is there can be renamed and removed.
        case fullDisk

        public var description: String {
            switch self {
            case .error(let code): String(cString: strerror(code))
            case .shortWrite: "short write"
            case .kill: "kill"
            case .fullDisk: "full disk"
            }
        }
    }

    private let system = OperatingSystemCalls()
    private let failure: Failure
    private let position: Int
    private let count = Atomic<Int>(0)
    private let beforeRename: @Sendable (_ destination: String) -> Void

    /// - Parameter beforeRename: what another process does right before something gets its name.
    public init(
        _ failure: Failure, at position: Int,
        beforeRename: @escaping @Sendable (_ destination: String) -> Void = { _ in }
    ) {
        self.failure = failure
        self.position = position
        self.beforeRename = beforeRename
    }

    /// Calls made so far.
    public var callCount: Int { count.load(ordering: .relaxed) }

    /// Whether the call that was to fail was reached.
    public var hasFailed: Bool { callCount >= position }

    /// - Parameter isWriting: whether the call needs room on the disk.
    /// - Returns: whether this call is the short one.
    @discardableResult
    private func next(isWriting: Bool = false) throws(SystemCallError) -> Bool {
        let number = count.add(1, ordering: .relaxed).newValue
        switch failure {
        case .error(let code) where number == position: throw SystemCallError(code: code)
        case .kill where number >= position: throw SystemCallError(code: EIO)
        case .fullDisk where number >= position && isWriting: throw SystemCallError(code: ENOSPC)
        case .shortWrite: return number == position
        case .error, .kill, .fullDisk: return false
        }
    }

    public func create(_ path: String) throws(SystemCallError) -> FileHandleNumber {
        try next(isWriting: true)
        return try system.create(path)
    }

    public func openForAppending(_ path: String) throws(SystemCallError) -> FileHandleNumber {
        try next()
        return try system.openForAppending(path)
    }

    public func write(_ bytes: UnsafeRawBufferPointer, to file: FileHandleNumber) throws(SystemCallError) -> Int {
        let isShort = try next(isWriting: true)
        guard isShort, bytes.count > 1 else { return try system.write(bytes, to: file) }
        return try system.write(UnsafeRawBufferPointer(rebasing: bytes[..<(bytes.count / 2)]), to: file)
    }

    public func flush(_ file: FileHandleNumber) throws(SystemCallError) {
        try next()
    }

    /// A process that is gone has closed its files: they are closed whatever is answered.
    public func close(_ file: FileHandleNumber) throws(SystemCallError) {
        try system.close(file)
        try next()
    }

    public func flushDirectory(_ path: String) throws(SystemCallError) {
        try next()
    }

    public func rename(_ source: String, to destination: String) throws(SystemCallError) {
        try next()
        beforeRename(destination)
        try system.rename(source, to: destination)
    }

    public func link(_ source: String, to destination: String) throws(SystemCallError) {
        try next(isWriting: true)
        try system.link(source, to: destination)
    }

    public func makeSymbolicLink(_ path: String, to target: String) throws(SystemCallError) {
        try next(isWriting: true)
        try system.makeSymbolicLink(path, to: target)
    }

    public func makeDirectory(_ path: String) throws(SystemCallError) {
        try next(isWriting: true)
        try system.makeDirectory(path)
    }

    public func removeFile(_ path: String) throws(SystemCallError) {
        try next()
        try system.removeFile(path)
    }

    public func removeDirectory(_ path: String) throws(SystemCallError) {
        try next()
        try system.removeDirectory(path)
    }
}
