import Foundation

extension FileSystem {
    /// Removes what killed processes left half-written in a directory: names that end in a process which is gone and
    /// `.partial`. Anything a living process may still write to is left alone.
    public func removeAbandoned(from directory: String) throws(FileError) {
        for name in Self.names(in: directory) where Self.isAbandoned(name) {
            let path = "\(directory)/\(name)"
            if Self.isDirectory(path) { try removeDirectory(path) } else { try removeFile(path) }
        }
    }

    static func isAbandoned(_ name: String) -> Bool {
        let parts = name.split(separator: ".")
        guard name.hasPrefix("."), parts.count >= 2, parts.last == "partial",
            let process = pid_t(parts[parts.count - 2])
        else { return false }
        return process != getpid() && kill(process, 0) != 0 && errno == ESRCH
    }
}
