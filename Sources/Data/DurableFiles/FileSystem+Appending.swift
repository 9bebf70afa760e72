import Foundation

extension FileSystem {
    /// Adds whole lines to the end of a file, made where it is missing, and flushes it to disk.
    ///
    /// The lines are written by one call, so that those of several processes don't mix. A line that an earlier process
    /// could not finish is ended first.
    ///
    /// - Parameter lines: without their line breaks.
    public func append(lines: [String], to path: String) throws(FileError) {
        let text = (Self.endsInsideLine(path) ? "\n" : "") + lines.map { $0 + "\n" }.joined()
        let handle = try uninterrupted("open", path) { () throws(SystemCallError) in
            try calls.openForAppending(path)
        }
        do {
            try write(Array(text.utf8), to: handle, path)
            try flush(handle, path)
        } catch {
            try? calls.close(handle)
            throw error
        }
        try close(handle, path)
    }

    private func flush(_ handle: FileHandleNumber, _ path: String) throws(FileError) {
        do {
            try calls.flush(handle)
        } catch {
            throw FileError(operation: "flush", path: path, code: error.code)
        }
    }

    /// A close that a signal interrupts has closed the file all the same.
    private func close(_ handle: FileHandleNumber, _ path: String) throws(FileError) {
        do {
            try calls.close(handle)
        } catch  where error.code != EINTR {
            throw FileError(operation: "close", path: path, code: error.code)
        } catch {}
    }

    private func write(_ bytes: [UInt8], to handle: FileHandleNumber, _ path: String) throws(FileError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let written = try uninterrupted("write", path) { () throws(SystemCallError) -> Int in
                try write(rest, to: handle)
            }
            rest = rest.dropFirst(written)
        }
    }

    private func write(_ bytes: ArraySlice<UInt8>, to handle: FileHandleNumber) throws(SystemCallError) -> Int {
        let result = bytes.withUnsafeBytes { bytes in
            Result { () throws(SystemCallError) -> Int in try calls.write(bytes, to: handle) }
        }
        return try result.get()
    }

    private static func endsInsideLine(_ path: String) -> Bool {
        guard let file = FileHandle(forReadingAtPath: path), let size = try? file.seekToEnd(), size > 0,
            (try? file.seek(toOffset: size - 1)) != nil, let last = try? file.readToEnd()
        else { return false }
        return last.last != UInt8(ascii: "\n")
    }
}
