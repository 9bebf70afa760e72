import Foundation

/// The operating system's own calls.
public struct OperatingSystemCalls: SystemCalls {
    public init() {}

    public func create(_ path: String) throws(SystemCallError) -> FileHandleNumber {
        try Self.check(open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644))
    }

    public func openForAppending(_ path: String) throws(SystemCallError) -> FileHandleNumber {
        try Self.check(open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644))
    }

    public func write(_ bytes: UnsafeRawBufferPointer, to file: FileHandleNumber) throws(SystemCallError) -> Int {
        let count = Foundation.write(file, bytes.baseAddress, bytes.count)
        guard count >= 0 else { throw SystemCallError(code: errno) }
        guard count > 0 || bytes.isEmpty else { throw SystemCallError(code: EIO) }
        return count
    }

    public func flush(_ file: FileHandleNumber) throws(SystemCallError) {
        try Self.check(fsync(file))
    }

    public func close(_ file: FileHandleNumber) throws(SystemCallError) {
        try Self.check(Foundation.close(file))
    }

    public func flushDirectory(_ path: String) throws(SystemCallError) {
        let directory = try Self.check(open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC))
        defer { _ = Foundation.close(directory) }
        try Self.check(fsync(directory))
    }

    public func rename(_ source: String, to destination: String) throws(SystemCallError) {
        try Self.check(Foundation.rename(source, destination))
    }

    public func link(_ source: String, to destination: String) throws(SystemCallError) {
        try Self.check(Foundation.link(source, destination))
    }

    public func makeSymbolicLink(_ path: String, to target: String) throws(SystemCallError) {
        try Self.check(symlink(target, path))
    }

    public func makeDirectory(_ path: String) throws(SystemCallError) {
        try Self.check(mkdir(path, 0o755))
    }

    public func removeFile(_ path: String) throws(SystemCallError) {
        try Self.check(unlink(path))
    }

    public func removeDirectory(_ path: String) throws(SystemCallError) {
        try Self.check(rmdir(path))
    }

    @discardableResult
    private static func check(_ answer: Int32) throws(SystemCallError) -> Int32 {
        guard answer >= 0 else { throw SystemCallError(code: errno) }
        return answer
    }
}
