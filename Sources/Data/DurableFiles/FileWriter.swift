import Foundation
import LinearAlgebra

/// Writes one file front to back through a buffer, digesting what it writes.
///
/// The file appears under its name only when `finish()` has flushed it to disk: until then it is a sibling with a
/// temporary name, removed again if the writer is dropped.
public final class FileWriter {
    public let path: String
    private let files: FileSystem
    private let unfinished: String
    /// Says that somebody writes, until the file has its name.
    private let lock: PathLock
    /// Nil once the file is finished.
    private var handle: FileHandleNumber?
    private var buffer: [UInt8] = []
    private let hasher = RunningDigest()
    private var size = 0
    private static let capacity = 1 << 20

    /// - Throws: `FileError` when the temporary file can't be made.
    public init(_ path: String, in files: FileSystem) throws {
        self.path = path
        self.files = files
        let file = try Self.create(path, in: files)
        (handle, unfinished, lock) = (file.handle, file.path, file.lock)
        buffer.reserveCapacity(Self.capacity)
    }

    /// Makes the file under its temporary name, locked; again where another process took it for abandoned before it was.
    private static func create(
        _ path: String, in files: FileSystem
    ) throws -> (handle: FileHandleNumber, path: String, lock: PathLock) {
        for _ in 0..<creationAttempts {
            let unfinished = FileSystem.unfinishedName(of: path)
            let handle = try files.uninterrupted("create", path) { () throws(SystemCallError) in
                try files.calls.create(unfinished)
            }
            if let lock = PathLock(of: handle, at: unfinished) { return (handle, unfinished, lock) }
            try? files.calls.close(handle)
        }
        throw FileError(operation: "lock a file beside", path: path, code: ENOLCK)
    }

    private static let creationAttempts = 10

    deinit {
        guard let handle else { return }
        try? files.calls.close(handle)
        try? files.removeFile(unfinished)
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
        guard let handle else { preconditionFailure("\(path) is finished once") }
        try flushBuffer()
        do {
            try files.calls.flush(handle)
        } catch {
            throw FileError(operation: "flush", path: path, code: error.code)
        }
        try close(handle)
        do {
            try files.rename(unfinished, to: path)
        } catch {
            try? files.removeFile(unfinished)
            throw error
        }
        return WrittenFile(path: path, size: size, sha256: hasher.finish())
    }

    /// A close that a signal interrupts has closed the file all the same.
    private func close(_ handle: FileHandleNumber) throws {
        self.handle = nil
        do {
            try files.calls.close(handle)
        } catch  where error.code != EINTR {
            try? files.removeFile(unfinished)
            throw FileError(operation: "close", path: path, code: error.code)
        } catch {}
    }

    private func flushBuffer() throws {
        try buffer.withUnsafeBytes { try writeThrough($0) }
        buffer.removeAll(keepingCapacity: true)
    }

    /// Large blocks are digested while they are written: the digest then costs no time of its own.
    private func writeThrough(_ bytes: UnsafeRawBufferPointer) throws {
        guard let handle else { preconditionFailure("\(path) is finished") }
        size += bytes.count
        guard bytes.count >= Self.concurrentBytes else {
            hasher.update(bytes)
            return try Self.write(bytes, to: handle, path, in: files)
        }
        let (hasher, files, path) = (hasher, files, path)
        let shared = SharedBuffer(UnsafeMutableBufferPointer(mutating: bytes.bindMemory(to: UInt8.self)))
        try WorkerPool(threadCount: 2).forEachChunk(count: 2, chunkSize: 1) { part, _ in
            let bytes = UnsafeRawBufferPointer(shared.pointer)
            guard part.lowerBound == 1 else { return hasher.update(bytes) }
            try Self.write(bytes, to: handle, path, in: files)
        }
    }

    private static func write(
        _ bytes: UnsafeRawBufferPointer, to handle: FileHandleNumber, _ path: String, in files: FileSystem
    ) throws {
        var rest = bytes
        while !rest.isEmpty {
            let written = try files.uninterrupted("write", path) { () throws(SystemCallError) in
                try files.calls.write(rest, to: handle)
            }
            rest = UnsafeRawBufferPointer(rebasing: rest[written...])
        }
    }

    /// From here on a second thread is worth its start.
    private static let concurrentBytes = 1 << 18
}

extension FileSystem {
    /// Writes a whole text file in one step.
    @discardableResult
    public func write(_ text: String, to path: String) throws -> WrittenFile {
        let writer = try FileWriter(path, in: self)
        try writer.write(text)
        return try writer.finish()
    }
}
