import Foundation

extension FileSystem {
    /// Makes a directory and its parents, and flushes what holds each; an existing one is fine, and so is a link to one.
    public func createDirectory(_ path: String) throws(FileError) {
        let parent = Self.parent(of: path)
        if parent != path, !Self.leadsToDirectory(parent) { try createDirectory(parent) }
        do {
            try uninterrupted("create the directory", path) { () throws(SystemCallError) in
                try calls.makeDirectory(path)
            }
            // What is unfinished is flushed when it gets its name.
            if !path.hasSuffix(Self.unfinishedSuffix) { try flushDirectory(parent) }
        } catch  where error.code == EEXIST && Self.leadsToDirectory(path) {}
    }

    /// Makes a directory that appears under its name only when `fill` has filled it: built beside its place, flushed, and
    /// renamed in one step. What stood there is removed right before.
    ///
    /// - Parameters:
    ///   - mayReplace: asked whenever a directory is found there, also where another process has just put it there; false leaves
    ///     it, and drops what was made.
    ///   - fill: writes into the directory it is given.
    public func makeDirectory<Result>(
        _ path: String, mayReplace: () -> Bool = { true }, fill: (_ unfinished: String) throws -> Result
    ) throws -> Result {
        let (unfinished, lock) = try makeUnfinishedDirectory(for: path)
        defer { withExtendedLifetime(lock) {} }
        do {
            let result = try fill(unfinished)
            if try !place(unfinished, at: path, mayReplace: mayReplace) { try removeDirectory(unfinished) }
            return result
        } catch {
            // What can't be removed now is removed as abandoned by the next run.
            try? removeDirectory(unfinished)
            throw error
        }
    }

    /// Makes an empty directory beside `path`, locked; again where another process took it for abandoned before it was.
    private func makeUnfinishedDirectory(for path: String) throws(FileError) -> (path: String, lock: PathLock) {
        for _ in 0..<Self.replacementAttempts {
            let unfinished = Self.unfinishedName(of: path)
            try createDirectory(unfinished)
            if let lock = PathLock(unfinished, .exclusive) { return (unfinished, lock) }
        }
        throw FileError(operation: "lock a directory beside", path: path, code: ENOLCK)
    }

    /// Removes what stands at `path` and renames; again where another process put something there in between.
    ///
    /// - Returns: whether it has its name; false where what stands there is to stay.
    private func place(
        _ unfinished: String, at path: String, mayReplace: () -> Bool
    ) throws(FileError) -> Bool {
        var attempts = 0
        while true {
            if Self.isDirectory(path) {
                guard mayReplace() else { return false }
                try retire(path)
            } else if !Self.isMissing(path) {
                try retire(path)
            }
            do {
                try rename(unfinished, to: path)
                return true
            } catch  where [ENOTEMPTY, EEXIST].contains(error.code) && attempts < Self.replacementAttempts {
                attempts += 1
            }
        }
    }

    /// Removes a directory of which nobody ever sees a part, or whatever else stands there: it is hidden in one step before
    /// anything in it goes. A missing one is fine.
    public func retire(_ path: String) throws(FileError) {
        guard let hidden = try hide(path) else { return }
        if Self.isDirectory(hidden) { try removeDirectory(hidden) } else { try removeFile(hidden) }
    }

    /// Takes what stands at a path out of sight in one step; what is hidden is removed as abandoned unless its maker does so.
    ///
    /// - Returns: where it is now; nil where there was none.
    public func hide(_ path: String) throws(FileError) -> String? {
        if Self.isMissing(path) { return nil }
        let hidden = Self.unfinishedName(of: path)
        do {
            try rename(path, to: hidden)
        } catch  where error.code == ENOENT {
            return nil
        }
        return hidden
    }

    private static let replacementAttempts = 10

    /// Removes a directory and what is in it; a missing one is fine. Links are removed, never followed.
    public func removeDirectory(_ path: String) throws(FileError) {
        guard Self.isDirectory(path) else { return }
        for name in try Self.names(in: path) {
            let entry = "\(path)/\(name)"
            if Self.isDirectory(entry) { try removeDirectory(entry) } else { try removeFile(entry) }
        }
        do {
            try uninterrupted("remove", path) { () throws(SystemCallError) in try calls.removeDirectory(path) }
        } catch  where error.code == ENOENT {}
    }

    /// Removes a file or link; a missing one is fine.
    public func removeFile(_ path: String) throws(FileError) {
        do {
            try uninterrupted("remove", path) { () throws(SystemCallError) in try calls.removeFile(path) }
        } catch  where error.code == ENOENT {}
    }

    /// Gives a file or directory its name in one step and flushes the directory that holds it.
    func rename(_ source: String, to destination: String) throws(FileError) {
        try uninterrupted("rename to", destination) { () throws(SystemCallError) in
            try calls.rename(source, to: destination)
        }
        try flushDirectory(Self.parent(of: destination))
    }

    /// Flushes a directory's entries to disk, so that a rename inside it survives a power cut.
    public func flushDirectory(_ path: String) throws(FileError) {
        do {
            try calls.flushDirectory(path)
        } catch {
            throw FileError(operation: "flush the directory", path: path, code: error.code)
        }
    }

    /// The names in a directory, sorted by their bytes; empty where no directory stands.
    ///
    /// - Throws: `FileError` where it can't be read: that is not the same as nothing being there.
    public static func names(in path: String) throws(FileError) -> [String] {
        guard let directory = opendir(path) else {
            if errno == ENOENT || errno == ENOTDIR { return [] }
            throw FileError(operation: "list", path: path, code: errno)
        }
        defer { closedir(directory) }
        var names: [String] = []
        while true {
            // The end is told from a failure by this alone.
            errno = 0
            guard let entry = readdir(directory) else { break }
            let name = withUnsafePointer(to: &entry.pointee.d_name) { bytes in
                bytes.withMemoryRebound(to: CChar.self, capacity: Int(entry.pointee.d_reclen)) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        guard errno == 0 else { throw FileError(operation: "list", path: path, code: errno) }
        return names.sorted()
    }

    /// Whether a directory stands there, or a link to one.
    private static func leadsToDirectory(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    /// Whether a directory stands there, not a link to one.
    public static func isDirectory(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }
}
