import Foundation

/// An operation on a file failed; exit code 74.
public struct FileError: Error, Sendable, Equatable, CustomStringConvertible {
    public let operation: String
    public let path: String
    public let code: Int32

    public init(operation: String, path: String, code: Int32) {
        self.operation = operation
        self.path = path
        self.code = code
    }

    public var description: String {
        "cannot \(operation) \(path): \(String(cString: strerror(code)))\(remedy)"
    }

    private var remedy: String {
        switch code {
        case ENOSPC, EDQUOT: "; free space there, or name another workspace with --workspace, and run again"
        case EACCES, EPERM, EROFS: "; let this user write there, or name another workspace with --workspace"
        default: ""
        }
    }
}
