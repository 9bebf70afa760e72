import Foundation

/// What directories take on the disk: files with several names count once.
public struct DiskUsage: Sendable {
    private struct Identity: Hashable {
        let device: UInt64
        let inode: UInt64

        init(_ status: stat) {
            device = UInt64(status.st_dev)
            inode = UInt64(status.st_ino)
        }
    }

    private struct File {
        let allocatedBytes: Int
        let nameCount: Int
        var foundNames: Int
    }

    private var files: [Identity: File] = [:]
    /// Bytes on the disk.
    public private(set) var bytes = 0

    public init() {}

    /// - Throws: `FileError` where a directory can't be read.
    public init(of directories: [String]) throws(FileError) {
        for directory in directories { try add(directory) }
    }

    /// Adds a directory with all that is in it; links are not followed. A missing one takes nothing. O(files).
    ///
    /// - Throws: `FileError` where a directory can't be read.
    public mutating func add(_ directory: String) throws(FileError) {
        try FileSystem.forEachFile(in: directory) { status in
            let identity = Identity(status)
            let file = File(
                allocatedBytes: Int(status.st_blocks) * Self.blockBytes, nameCount: Int(status.st_nlink), foundNames: 0)
            if files[identity] == nil { bytes += file.allocatedBytes }
            files[identity, default: file].foundNames += 1
        }
    }

    /// Takes a directory that was added out again. O(files).
    public mutating func remove(_ directory: String) throws(FileError) {
        try FileSystem.forEachFile(in: directory) { status in
            let identity = Identity(status)
            guard let file = files[identity] else { return }
            if file.foundNames > 1 {
                files[identity]?.foundNames -= 1
            } else {
                files[identity] = nil
                bytes -= file.allocatedBytes
            }
        }
    }

    /// Bytes that removing the directories gives back: those of files that have no name elsewhere.
    public var freedBytes: Int {
        files.values.reduce(0) { $0 + ($1.foundNames >= $1.nameCount ? $1.allocatedBytes : 0) }
    }

    /// The unit of `st_blocks`, whatever the file system's own.
    private static let blockBytes = 512
}

extension FileSystem {
    /// The lengths of all files in a directory and those in it; 0 for a missing one. O(files).
    ///
    /// - Throws: `FileError` where a directory can't be read.
    public static func contentBytes(of directory: String) throws(FileError) -> Int {
        var total = 0
        try forEachFile(in: directory) { total += Int($0.st_size) }
        return total
    }

    /// Bytes that this user can still write to the file system a path lies on; nil where that can't be told. A path that is
    /// not there yet stands for the directory it would be made in.
    public static func freeBytes(at path: String) -> Int? {
        var place = path
        while !FileManager.default.fileExists(atPath: place), parent(of: place) != place { place = parent(of: place) }
        var status = statvfs()
        guard statvfs(place, &status) == 0 else { return nil }
        return Int(clamping: UInt64(status.f_bavail) * UInt64(status.f_frsize))
    }

    /// Goes through the regular files of a directory tree, each by each of its names.
    fileprivate static func forEachFile(in directory: String, _ body: (stat) -> Void) throws(FileError) {
        for name in try names(in: directory) {
            let path = "\(directory)/\(name)"
            var status = stat()
            guard lstat(path, &status) == 0 else { continue }
            switch status.st_mode & S_IFMT {
            case S_IFDIR: try forEachFile(in: path, body)
            case S_IFREG: body(status)
            default: break
            }
        }
    }
}
