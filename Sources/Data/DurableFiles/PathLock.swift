import Foundation

/// An advisory lock on a directory or a regular file itself, which the operating system gives back when its holder ends,
/// however it ends.
///
/// It says that somebody works on what stands there: whoever would remove it asks for it alone first. Unlike a number of a
/// process it holds between containers that share a directory, and no later process can be taken for the holder.
public final class PathLock: Sendable {
    public enum Kind: Sendable {
        /// With others who use what stands there.
        case shared
        /// With nobody else.
        case exclusive
    }

    private let descriptor: Int32
    private let path: String

    /// Never waits.
    ///
    /// - Returns: nil where somebody else holds it, where nothing stands there, and for a link.
    public init?(_ path: String, _ kind: Kind) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else { return nil }
        guard Self.lock(descriptor, kind), Self.isStill(path, descriptor) else {
            close(descriptor)
            return nil
        }
        self.descriptor = descriptor
        self.path = path
    }

    /// Whether what was locked is what stands there now: it may have been removed or replaced since.
    public var isInPlace: Bool { Self.isStill(path, descriptor) }

    /// Locks a file that is being made, alone; the lock outlives `descriptor`, which may be closed.
    ///
    /// - Returns: nil where somebody removed the file before it was locked.
    init?(of descriptor: Int32, at path: String) {
        let own = fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
        guard own >= 0 else { return nil }
        guard Self.lock(own, .exclusive), Self.isStill(path, own) else {
            close(own)
            return nil
        }
        self.descriptor = own
        self.path = path
    }

    deinit {
        close(descriptor)
    }

    private static func lock(_ descriptor: Int32, _ kind: Kind) -> Bool {
        while flock(descriptor, (kind == .shared ? LOCK_SH : LOCK_EX) | LOCK_NB) != 0 {
            guard errno == EINTR else { return false }
        }
        return true
    }

    /// Whether the path still names what was opened: it may have been removed or replaced before it was locked.
    private static func isStill(_ path: String, _ descriptor: Int32) -> Bool {
        var (opened, named) = (stat(), stat())
        guard fstat(descriptor, &opened) == 0, lstat(path, &named) == 0 else { return false }
        return opened.st_dev == named.st_dev && opened.st_ino == named.st_ino
    }
}
