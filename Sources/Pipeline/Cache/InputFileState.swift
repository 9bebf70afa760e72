import Foundation

/// An input file as it was when its digest entered a key.
public struct InputFileState: Sendable, Equatable {
    /// The table that is read from it.
    public let table: String
    public let path: String
    public let size: Int
    public let sha256: String
    let identity: FileIdentity

    /// - Throws: `DataError` when the file is another one by now, so that what was read from it is not what was digested.
    func checkUnchanged() throws {
        guard try FileIdentity(ofFile: path) != identity else { return }
        throw DataError(
            place: path, found: "the file changed while the run read it", expected: "an input that stays as it is",
            remedy: "run again when nothing writes to it, or have it replaced by a rename")
    }

    /// As `run.json` and manifests list it.
    var json: JSON {
        ["table": .string(table), "path": .string(path), "size": .integer(size), "sha256": .string(sha256)]
    }
}

/// What tells one content of a file from another without reading it: device, inode, size, modification and change time.
struct FileIdentity: Sendable, Equatable {
    let size: Int
    let text: String

    /// - Throws: `InputError` when the file is missing or is no regular file.
    init(ofFile path: String) throws {
        var status = stat()
        guard stat(path, &status) == 0 else {
            throw InputError(
                path: path, found: String(cString: strerror(errno)), remedy: "check the path in the config")
        }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw InputError(
                path: path, found: "it is no regular file", remedy: "name a file, a glob or a list of files")
        }
        size = Int(status.st_size)
        let modified = "\(status.st_mtim.tv_sec).\(status.st_mtim.tv_nsec)"
        let changed = "\(status.st_ctim.tv_sec).\(status.st_ctim.tv_nsec)"
        text = "\(status.st_dev)-\(status.st_ino)-\(size)-\(modified)-\(changed)"
    }

    /// The size that an identity's `text` states.
    static func size(in text: String) -> Int? {
        let parts = text.split(separator: "-")
        return parts.count == 5 ? Int(parts[2]) : nil
    }
}
