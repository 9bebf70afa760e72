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

    /// Goes through a file block by block; the next block is read while `body` looks at one.
    static func forEachBlock(of path: String, _ body: (UnsafeRawBufferPointer) throws -> Void) throws {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw unreadable(path) }
        defer { close(descriptor) }
        let blocks = (0..<2).map { _ in UnsafeMutableRawBufferPointer.allocate(byteCount: blockBytes, alignment: 16) }
        defer { blocks.forEach { $0.deallocate() } }
        var (current, count) = (0, try read(descriptor, into: blocks[0], path))
        while count > 0 {
            let block = UnsafeRawBufferPointer(rebasing: blocks[current][..<count])
            // What is shorter than a block is the last.
            guard count == blockBytes else { return try body(block) }
            let next = blocks[1 - current]
            var (bodyResult, readResult) = (Result<Void, any Error>.success(()), Result<Int, any Error>.success(0))
            DispatchQueue.concurrentPerform(iterations: 2) { task in
                if task == 0 {
                    bodyResult = Result { try body(block) }
                } else {
                    readResult = Result { try read(descriptor, into: next, path) }
                }
            }
            try bodyResult.get()
            (current, count) = (1 - current, try readResult.get())
        }
    }

    /// Fills a block; less than that only at the file's end.
    private static func read(
        _ descriptor: Int32, into block: UnsafeMutableRawBufferPointer, _ path: String
    ) throws -> Int {
        var filled = 0
        while filled < block.count {
            let count = Foundation.read(descriptor, block.baseAddress! + filled, block.count - filled)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw unreadable(path) }
            if count == 0 { break }
            filled += count
        }
        return filled
    }

    private static let blockBytes = 1 << 20

    private static func unreadable(_ path: String) -> InputError {
        InputError(path: path, found: String(cString: strerror(errno)), remedy: "check that it exists and can be read")
    }
}
