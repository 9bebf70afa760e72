import Foundation

/// Public data sets that are no part of the repository: in `MERCER_DATA`, else in `shared/data` beside it.
enum RealData {
    static var directory: URL {
        if let path = ProcessInfo.processInfo.environment["MERCER_DATA"] { return URL(fileURLWithPath: path) }
        return Mercer.root.deletingLastPathComponent().appendingPathComponent("shared/data")
    }

    /// Whether a file is there; says on standard error when it isn't, so that a skipped test is no secret.
    static func has(_ name: String) -> Bool {
        let path = directory.appendingPathComponent(name).path
        if FileManager.default.fileExists(atPath: path) { return true }
        FileHandle.standardError.write(Data("skipped: \(path) is not there; set MERCER_DATA\n".utf8))
        return false
    }
}
