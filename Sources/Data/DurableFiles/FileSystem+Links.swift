import Foundation

extension FileSystem {
    /// Makes `link` point to `target` in one step, whatever it pointed to before.
    public func pointLink(_ link: String, to target: String) throws(FileError) {
        let unfinished = Self.unfinishedName(of: link)
        try uninterrupted("link", unfinished) { () throws(SystemCallError) in
            try calls.makeSymbolicLink(unfinished, to: target)
        }
        do {
            try rename(unfinished, to: link)
        } catch {
            try? removeFile(unfinished)
            throw error
        }
    }

    /// Gives an immutable file a second name; where the file system can't, a copy of it.
    public func share(_ source: String, as path: String) throws {
        try removeFile(path)
        guard let error = link(source, to: path) else { return }
        guard Self.cannotLink.contains(error.code) else { throw error }
        try copy(source, to: path)
    }

    /// - Returns: why the link could not be made; nil when it was.
    private func link(_ source: String, to path: String) -> FileError? {
        do {
            try uninterrupted("link to", path) { () throws(SystemCallError) in try calls.link(source, to: path) }
            return nil
        } catch {
            return error
        }
    }

    /// Across file systems, too many links, or none at all.
    private static let cannotLink: Set<Int32> = [EXDEV, EMLINK, EPERM, ENOTSUP]

    private func copy(_ source: String, to path: String) throws {
        let writer = try FileWriter(path, in: self)
        let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: source))
        defer { try? file.close() }
        while let block = try file.read(upToCount: 1 << 20), !block.isEmpty {
            try block.withUnsafeBytes { try writer.write($0) }
        }
        try writer.finish()
    }
}
