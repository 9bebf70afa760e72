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
    public static func files(in directory: String) -> [ContainedFile] {
        names(in: directory).flatMap { name -> [ContainedFile] in
            let place = "\(directory)/\(name)"
            if isDirectory(place) {
                return files(in: place).map { ContainedFile(path: "\(name)/\($0.path)", size: $0.size) }
            }
            return size(ofFile: place).map { [ContainedFile(path: name, size: $0)] } ?? []
        }
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
