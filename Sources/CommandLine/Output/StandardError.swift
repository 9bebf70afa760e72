import DurableFiles
import Foundation
import Pipeline

/// Standard error, for everything that is no result. What can't be told there is lost: nobody is left to tell.
enum StandardError {
    static func write(_ text: String) {
        try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
    }
}

/// Standard output, for results.
enum StandardOutput {
    /// - Throws: `FileError` when it is full or closed: a result that nobody gets is no success.
    static func write(_ text: String) throws(FileError) {
        do {
            try FileHandle.standardOutput.write(contentsOf: Data(text.utf8))
        } catch {
            throw FileError(operation: "write to", path: "standard output", code: errno)
        }
    }

    /// Writes what can be written within a time: a reader that does not read keeps nobody waiting longer.
    static func write(_ text: String, withinMilliseconds milliseconds: Int) {
        var rest = Array(text.utf8)[...]
        let deadline = ContinuousClock.now + .milliseconds(milliseconds)
        while !rest.isEmpty, ContinuousClock.now < deadline {
            var output = pollfd(fd: STDOUT_FILENO, events: Int16(POLLOUT), revents: 0)
            let count = poll(&output, 1, pollMilliseconds)
            if count == 0 || (count < 0 && errno == EINTR) { continue }
            // Nobody will ever read it, or it can't be told.
            guard count > 0, output.revents & Int16(POLLERR | POLLNVAL) == 0 else { return }
            let written = rest.prefix(pipeBytes).withUnsafeBytes {
                Foundation.write(STDOUT_FILENO, $0.baseAddress, $0.count)
            }
            guard written > 0 || errno == EINTR else { return }
            rest = rest.dropFirst(max(written, 0))
        }
    }

    /// What a pipe that can be written to takes without waiting (PIPE_BUF).
    private static let pipeBytes = 4_096
    private static let pollMilliseconds: Int32 = 50
}
