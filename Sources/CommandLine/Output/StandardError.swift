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
}
