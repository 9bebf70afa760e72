import Foundation

/// Files a run shares with the cache.
enum RunFiles {
    /// A hard link to an immutable file; a copy where the file system can't link.
    static func link(_ source: String, to target: String) throws {
        unlink(target)
        if Foundation.link(source, target) == 0 { return }
        do {
            try FileManager.default.copyItem(atPath: source, toPath: target)
        } catch {
            throw FileError(operation: "copy to", path: target, code: EIO)
        }
        let descriptor = open(target, O_RDONLY | O_CLOEXEC)
        defer { if descriptor >= 0 { close(descriptor) } }
        guard descriptor >= 0, fsync(descriptor) == 0 else { throw FileError(operation: "flush", path: target) }
    }
}
