import Crypto
import Foundation

/// Writes one file front to back through a buffer, digesting what it writes.
///
/// The file appears under its name only when `finish()` has flushed it to disk: until then it is a sibling with a
/// temporary name, removed again if the writer is dropped.
public final class FileWriter {
    public let path: String
    private let temporaryPath: String
    private var descriptor: Int32
    private var buffer: [UInt8] = []
    private var hasher = SHA256()
    private var size = 0
    private static let capacity = 1 << 20

    /// - Throws: `FileError` when the temporary file can't be made.
    public init(_ path: String) throws {
        self.path = path
        let url = URL(fileURLWithPath: path)
        temporaryPath =
            url.deletingLastPathComponent()
            .appendingPathComponent(".\(url.lastPathComponent).\(getpid()).partial").path
        descriptor = open(temporaryPath, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw FileError(operation: "create", path: path) }
        buffer.reserveCapacity(Self.capacity)
    }

    deinit {
        guard descriptor >= 0 else { return }
        close(descriptor)
        unlink(temporaryPath)
    }

    public func write(_ bytes: UnsafeRawBufferPointer) throws {
        if bytes.count >= Self.capacity {
            try flushBuffer()
            return try writeThrough(bytes)
        }
        if buffer.count + bytes.count > Self.capacity { try flushBuffer() }
        buffer.append(contentsOf: bytes)
    }

    public func write(_ bytes: [UInt8]) throws {
        try bytes.withUnsafeBytes { try write($0) }
    }

    public func write(_ text: String) throws {
        var text = text
        try text.withUTF8 { try write(UnsafeRawBufferPointer($0)) }
    }

    /// Flushes to disk, gives the file its name and flushes the directory that holds it.
    @discardableResult
    public func finish() throws -> WrittenFile {
        try flushBuffer()
        guard fsync(descriptor) == 0 else { throw FileError(operation: "flush", path: path) }
        let closed = close(descriptor)
        descriptor = -1
        guard closed == 0 else {
            unlink(temporaryPath)
            throw FileError(operation: "close", path: path)
        }
        guard rename(temporaryPath, path) == 0 else {
            let error = FileError(operation: "rename to", path: path)
            unlink(temporaryPath)
            throw error
        }
        try Directories.flush(URL(fileURLWithPath: path).deletingLastPathComponent().path)
        return WrittenFile(path: path, size: size, sha256: hasher.finalize().hexadecimal)
    }

    private func flushBuffer() throws {
        try buffer.withUnsafeBytes { try writeThrough($0) }
        buffer.removeAll(keepingCapacity: true)
    }

    private func writeThrough(_ bytes: UnsafeRawBufferPointer) throws {
        hasher.update(bufferPointer: bytes)
        size += bytes.count
        var rest = bytes
        while !rest.isEmpty {
            let written = Foundation.write(descriptor, rest.baseAddress!, rest.count)
            if written < 0, errno == EINTR { continue }
            guard written > 0 else { throw FileError(operation: "write", path: path) }
            rest = UnsafeRawBufferPointer(rebasing: rest[written...])
        }
    }
}

/// A file as it was written.
public struct WrittenFile: Sendable, Equatable {
    public let path: String
    public let size: Int
    /// Hexadecimal.
    public let sha256: String

    public init(path: String, size: Int, sha256: String) {
        self.path = path
        self.size = size
        self.sha256 = sha256
    }
}

extension FileWriter {
    /// Writes a whole text file in one step.
    @discardableResult
    public static func write(_ text: String, to path: String) throws -> WrittenFile {
        let writer = try FileWriter(path)
        try writer.write(text)
        return try writer.finish()
    }
}

extension Sequence<UInt8> {
    /// Two lower-case digits a byte.
    public var hexadecimal: String {
        map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }.joined()
    }
}
