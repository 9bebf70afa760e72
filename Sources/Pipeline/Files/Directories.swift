import Foundation

/// Makes, moves and flushes directories, with errors that name them.
public enum Directories {
    /// Makes `path` and its parents; an existing directory is fine.
    public static func create(_ path: String) throws {
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        } catch {
            throw FileError(operation: "create the directory", path: path, code: Self.code(of: error))
        }
    }

    /// Flushes a directory's entries to disk, so that a rename inside it survives a power cut.
    public static func flush(_ path: String) throws {
        let descriptor = open(path.isEmpty ? "." : path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileError(operation: "open the directory", path: path) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw FileError(operation: "flush the directory", path: path) }
    }

    /// Gives a finished directory its name in one step. The name must be free.
    public static func move(_ source: String, to destination: String) throws {
        guard rename(source, destination) == 0 else { throw FileError(operation: "rename to", path: destination) }
        try flush(URL(fileURLWithPath: destination).deletingLastPathComponent().path)
    }

    /// Removes a directory and what is in it; a missing one is fine.
    public static func remove(_ path: String) throws {
        guard FileManager.default.fileExists(atPath: path) else { return }
        do {
            try FileManager.default.removeItem(atPath: path)
        } catch {
            throw FileError(operation: "remove", path: path, code: Self.code(of: error))
        }
    }

    /// Makes `link` point to `target` in one step, whatever it pointed to before.
    public static func pointLink(_ link: String, to target: String) throws {
        let temporary = "\(link).\(getpid()).partial"
        unlink(temporary)
        guard symlink(target, temporary) == 0 else { throw FileError(operation: "link", path: temporary) }
        guard rename(temporary, link) == 0 else {
            let error = FileError(operation: "rename to", path: link)
            unlink(temporary)
            throw error
        }
        try flush(URL(fileURLWithPath: link).deletingLastPathComponent().path)
    }

    /// The names in a directory, sorted; empty when it doesn't exist.
    public static func names(in path: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
    }

    private static func code(of error: any Error) -> Int32 {
        let error = error as NSError
        if let underlying = error.userInfo[NSUnderlyingErrorKey] as? NSError, underlying.domain == NSPOSIXErrorDomain {
            return Int32(underlying.code)
        }
        return error.domain == NSPOSIXErrorDomain ? Int32(error.code) : EIO
    }
}
