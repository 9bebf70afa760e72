import Foundation

/// An open regular file, read at positions so that several threads can share it.
///
/// Nothing is mapped: a file that shrinks while it is read gives an error, not a signal. Opening never waits, whatever
/// the path names, because anything but a regular file is refused before it is opened.
final class InputFile: ByteSource {
    let path: String
    let size: Int
    private let descriptor: Int32
    private let opened: Stamp

    /// What changes when someone writes to the file.
    private struct Stamp: Equatable {
        let size: Int
        let modifiedSeconds: Int
        let modifiedNanoseconds: Int

        init(_ status: stat) {
            size = Int(status.st_size)
            modifiedSeconds = status.st_mtim.tv_sec
            modifiedNanoseconds = status.st_mtim.tv_nsec
        }
    }

    var end: Int { size }
    var isContinued: Bool { false }

    /// - Throws: the errors of opening, as far as they show without opening.
    static func check(_ path: String) throws(LoadError) {
        var status = stat()
        guard stat(path, &status) == 0 else { throw openError(path: path, code: errno) }
        try checkIsRegular(path: path, status)
        guard access(path, R_OK) == 0 else { throw openError(path: path, code: errno) }
    }

    init(path: String) throws(LoadError) {
        try Self.check(path)
        var status = stat()
        let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY)
        guard descriptor >= 0 else { throw Self.openError(path: path, code: errno) }
        // The path may have been given to something else since it was looked at.
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            throw .notAFile(path: path, found: "no longer the file it was")
        }
        self.path = path
        self.descriptor = descriptor
        opened = Stamp(status)
        size = opened.size
    }

    deinit { close(descriptor) }

    func read(into buffer: UnsafeMutableRawBufferPointer, at position: Int) throws(LoadError) -> Int {
        let wanted = min(buffer.count, size - position)
        var filled = 0
        while filled < wanted {
            let count = pread(descriptor, buffer.baseAddress! + filled, wanted - filled, off_t(position + filled))
            if count > 0 {
                filled += count
            } else if count == 0 {
                throw .changedWhileRead(path: path, detail: "it ended at byte \(position + filled) of \(size)")
            } else if errno != EINTR {
                throw .readFailed(path: path, detail: Self.describe(errno))
            }
        }
        return filled
    }

    /// - Throws: ``LoadError/changedWhileRead(path:detail:)`` if someone wrote to the file since it was opened.
    func checkUnchanged() throws(LoadError) {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .readFailed(path: path, detail: Self.describe(errno)) }
        let now = Stamp(status)
        guard now != opened else { return }
        let detail = now.size == size ? "its modification time moved" : "from \(size) to \(now.size) bytes"
        throw .changedWhileRead(path: path, detail: detail)
    }

    private static func checkIsRegular(path: String, _ status: stat) throws(LoadError) {
        switch status.st_mode & S_IFMT {
        case S_IFREG: return
        case S_IFDIR: throw .notAFile(path: path, found: "a directory")
        case S_IFIFO: throw .notAFile(path: path, found: "a FIFO")
        case S_IFSOCK: throw .notAFile(path: path, found: "a socket")
        case S_IFCHR, S_IFBLK: throw .notAFile(path: path, found: "a device")
        default: throw .notAFile(path: path, found: "something else")
        }
    }

    private static func openError(path: String, code: Int32) -> LoadError {
        switch code {
        case ENOENT, ENOTDIR: .missingFile(path: path, nearest: InputPaths.neighbour(of: path))
        case EACCES, EPERM: .permissionDenied(path: path)
        default: .readFailed(path: path, detail: describe(code))
        }
    }

    private static func describe(_ code: Int32) -> String { String(cString: strerror(code)) }
}
