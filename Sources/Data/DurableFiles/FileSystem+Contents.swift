import Foundation

extension FileSystem {
    /// A regular file in a directory tree.
    public struct ContainedFile: Sendable, Equatable {
        /// Relative to the directory that was asked for.
        public let path: String
        /// In bytes.
        public let size: Int
    }

    /// The regular files of a directory and those in it, sorted by their paths; none for a missing one. O(files).
    ///
    /// - Throws: `FileError` where a directory can't be read.
    public static func files(in directory: String) throws(FileError) -> [ContainedFile] {
        var found: [ContainedFile] = []
        for name in try names(in: directory) {
            let place = "\(directory)/\(name)"
            if isDirectory(place) {
                found += try files(in: place).map { ContainedFile(path: "\(name)/\($0.path)", size: $0.size) }
            } else if let size = size(ofFile: place) {
                found.append(ContainedFile(path: name, size: size))
            }
        }
        return found
    }

    /// Whether nothing stands at a path; false, too, where that can't be told: what can't be read is not what was never written.
    public static func isMissing(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) != 0 && errno == ENOENT
    }

    /// Bytes of a regular file, or of the one a link leads to; nil where there is none.
    public static func size(ofFile path: String) -> Int? {
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        return Int(status.st_size)
    }
}
