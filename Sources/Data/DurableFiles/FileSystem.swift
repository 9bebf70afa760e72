import Foundation

/// The one way in which runs change files: whole files and whole directories, flushed and renamed into place.
///
/// An interrupted call is tried again, a failed flush never: after one the operating system may have dropped what it could
/// not write, and a second that succeeds would say nothing (Rebello et al., "Can Applications Recover from fsync Failures?",
/// 2020). Every error names the operation and the path.
public struct FileSystem: Sendable {
    let calls: any SystemCalls

    public init(calls: any SystemCalls = OperatingSystemCalls()) {
        self.calls = calls
    }

    /// Runs a call again for as long as a signal interrupts it.
    func uninterrupted<Result>(
        _ operation: String, _ path: String, _ call: () throws(SystemCallError) -> Result
    ) throws(FileError) -> Result {
        while true {
            do {
                return try call()
            } catch  where error.code == EINTR {
                continue
            } catch {
                throw FileError(operation: operation, path: path, code: error.code)
            }
        }
    }

    /// The directory that holds a file or directory.
    static func parent(of path: String) -> String {
        URL(fileURLWithPath: path).deletingLastPathComponent().path
    }

    /// A name beside `path` for what is not finished: ``.model.safetensors.4711.partial``, the number being this process.
    ///
    /// It hides from listings, and `removeAbandoned(from:)` tells from the number whether anyone still works on it.
    static func unfinishedName(of path: String) -> String {
        let url = URL(fileURLWithPath: path)
        return url.deletingLastPathComponent().appendingPathComponent(".\(url.lastPathComponent).\(getpid()).partial")
            .path
    }
}
