import Foundation

extension FileSystem {
    /// Removes what killed processes left half-written in a directory: names that end in `.partial` and that nobody holds
    /// the lock of. Anything a living process may still write to is left alone.
    public func removeAbandoned(from directory: String) throws(FileError) {
        for name in try Self.names(in: directory) where name.hasPrefix(".") && name.hasSuffix(Self.unfinishedSuffix) {
            let path = "\(directory)/\(name)"
            if let lock = PathLock(path, .exclusive) {
                defer { withExtendedLifetime(lock) {} }
                if Self.isDirectory(path) { try removeDirectory(path) } else { try removeFile(path) }
            } else if Self.isForgottenLink(path) {
                try removeFile(path)
            }
        }
    }

    /// Links can't be locked; one gets its final name right after it is made.
    private static func isForgottenLink(_ path: String) -> Bool {
        var status = stat()
        guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFLNK else { return false }
        return time(nil) - status.st_ctim.tv_sec > secondsUntilForgotten
    }

    private static let secondsUntilForgotten = 60
}
