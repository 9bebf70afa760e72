import Foundation

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#endif

/// A file that appears under its name only when whole: written beside its place, flushed to disk, renamed.
struct ReplacingFile: ~Copyable {
    private static let suffix = ".partial"

    private let destination: URL
    private let partial: URL
    private let handle: FileHandle
    private var isFinished = false

    /// Opens the partial file beside `destination`. Its name carries the process id, so two generations into one
    /// directory do not write into each other's files.
    init(destination: URL) throws(SampleShopError) {
        self.destination = destination
        let process = ProcessInfo.processInfo.processIdentifier
        partial = destination.deletingLastPathComponent()
            .appendingPathComponent(".\(destination.lastPathComponent).\(process)\(Self.suffix)")
        let descriptor = open(partial.path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else {
            throw .cannotWrite(path: partial.path, reason: String(cString: strerror(errno)))
        }
        handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    }

    /// Removes what killed generations left half-written in a directory: partial files whose process is gone.
    static func removeAbandoned(in directory: URL, names: [String]) throws {
        for file in try FileManager.default.contentsOfDirectory(atPath: directory.path) {
            guard file.hasSuffix(suffix), let name = names.first(where: { file.hasPrefix(".\($0).") }) else { continue }
            let process = pid_t(file.dropFirst(name.count + 2).dropLast(suffix.count))
            guard let process, process > 0, kill(process, 0) != 0, errno == ESRCH else { continue }
            try FileManager.default.removeItem(at: directory.appendingPathComponent(file))
        }
    }

    func append(_ bytes: [UInt8]) throws(SampleShopError) {
        do {
            try handle.write(contentsOf: bytes)
        } catch {
            throw .cannotWrite(path: partial.path, reason: error.localizedDescription)
        }
    }

    /// Makes the file visible under its name.
    mutating func finish() throws(SampleShopError) {
        do {
            try handle.synchronize()
            try handle.close()
        } catch {
            throw .cannotWrite(path: partial.path, reason: error.localizedDescription)
        }
        guard rename(partial.path, destination.path) == 0 else {
            throw .cannotWrite(path: destination.path, reason: String(cString: strerror(errno)))
        }
        isFinished = true
    }

    deinit {
        if !isFinished { unlink(partial.path) }
    }
}
