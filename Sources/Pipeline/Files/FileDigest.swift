import Crypto
import DurableFiles
import Foundation
import LinearAlgebra

/// The SHA-256 of files and texts, in hexadecimal.
public enum FileDigest {
    /// Digests a file's content in blocks; while one is digested, the next is read. O(size).
    ///
    /// - Parameter isCancelled: asked before each block of 4 MiB; true ends it.
    /// - Throws: `InputError` when it can't be read; `CancellationError`.
    public static func sha256(ofFile path: String, isCancelled: () -> Bool = { false }) throws -> String {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw unreadable(path) }
        defer { close(descriptor) }
        let memory = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 2 * blockBytes)
        defer { memory.deallocate() }
        let blocks = SharedBuffer(memory)
        let digest = RunningDigest()
        var (current, count) = (0, try read(descriptor, into: blocks[0..<blockBytes], path))
        while count == blockBytes {
            if isCancelled() { throw CancellationError() }
            let (block, next) = (place(current), place(1 - current))
            var counts = [0]
            try counts.withSharedBuffer { counts in
                try WorkerPool(threadCount: 2).forEachChunk(count: 2, chunkSize: 1) { part, _ in
                    if part.lowerBound == 0 {
                        digest.update(UnsafeRawBufferPointer(blocks[block]))
                    } else {
                        counts[0] = try read(descriptor, into: blocks[next], path)
                    }
                }
            }
            (current, count) = (1 - current, counts[0])
        }
        digest.update(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(blocks[place(current)])[..<count]))
        return digest.finish()
    }

    public static func sha256(of text: String) -> String {
        SHA256.hash(data: Array(text.utf8)).hexadecimal
    }

    /// Fills a block; less than that only at the file's end.
    private static func read(
        _ descriptor: Int32, into block: UnsafeMutableBufferPointer<UInt8>, _ path: String
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

    private static func place(_ block: Int) -> Range<Int> { block * blockBytes..<(block + 1) * blockBytes }

    private static let blockBytes = 1 << 22

    private static func unreadable(_ path: String) -> InputError {
        InputError(path: path, found: String(cString: strerror(errno)), remedy: "check that it exists and can be read")
    }
}
