import Crypto
import DurableFiles
import Foundation

/// The SHA-256 of files and texts, in hexadecimal.
public enum FileDigest {
    /// Digests a file's content in blocks. O(size).
    ///
    /// - Throws: `InputError` when it can't be read.
    public static func sha256(ofFile path: String) throws -> String {
        var hasher = SHA256()
        try forEachBlock(of: path) { hasher.update(bufferPointer: $0) }
        return hasher.finalize().hexadecimal
    }

    public static func sha256(of text: String) -> String {
        SHA256.hash(data: Array(text.utf8)).hexadecimal
    }

    /// A file's content, for files that are small.
    ///
    /// - Throws: `InputError` when it can't be read.
    static func bytes(ofFile path: String) throws -> [UInt8] {
        var bytes: [UInt8] = []
        try forEachBlock(of: path) { bytes.append(contentsOf: $0) }
        return bytes
    }

    static func forEachBlock(of path: String, _ body: (UnsafeRawBufferPointer) throws -> Void) throws {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw unreadable(path) }
        defer { close(descriptor) }
        let block = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
        defer { block.deallocate() }
        while true {
            let count = read(descriptor, block.baseAddress!, block.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw unreadable(path) }
            if count == 0 { return }
            try body(UnsafeRawBufferPointer(rebasing: block[..<count]))
        }
    }

    private static func unreadable(_ path: String) -> InputError {
        InputError(path: path, found: String(cString: strerror(errno)), remedy: "check that it exists and can be read")
    }
}
