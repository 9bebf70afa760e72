/// Adds lines to a file that others may read meanwhile, each with one call.
///
/// For logs: nothing is flushed, and a line that can't be written is lost without a word, since a log must not end a run.
public final class LineAppender: Sendable {
    private let files: FileSystem
    private let handle: FileHandleNumber

    /// - Throws: `FileError` when the file can't be opened.
    public init(_ path: String, in files: FileSystem) throws {
        self.files = files
        handle = try files.uninterrupted("create", path) { () throws(SystemCallError) in
            try files.calls.openForAppending(path)
        }
    }

    deinit {
        try? files.calls.close(handle)
    }

    public func append(_ line: String) {
        var line = line
        line.withUTF8 { _ = try? files.calls.write(UnsafeRawBufferPointer($0), to: handle) }
    }
}
