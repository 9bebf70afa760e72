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

    /// A name beside `path` for what is not finished, or not yet removed: ``.model.safetensors.5f0c9d2a71b3e844.partial``, no
    /// two of them alike.
    ///
    /// It hides from listings. Who writes there holds its lock, and `removeAbandoned(from:)` tells from that whether anyone
    /// still works on it: the number of a process would be given again, in containers soon.
    static func unfinishedName(of path: String) -> String {
        let url = URL(fileURLWithPath: path)
        let token = String(UInt64.random(in: 0 ... .max), radix: 16)
        return url.deletingLastPathComponent().appendingPathComponent(
            ".\(url.lastPathComponent).\(token)\(unfinishedSuffix)"
        ).path
    }

    static let unfinishedSuffix = ".partial"
}
