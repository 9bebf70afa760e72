import Foundation

/// A path in a document: relative to the file that states it, or to the working directory where a flag does.
public struct FilePath: SettingValue, Hashable {
    /// As it is stated.
    public let stated: String
    /// As it is opened: absolute, or relative to the working directory.
    public let path: String

    public init(_ stated: String, at origin: Origin) {
        self.stated = stated
        guard case .file(let file, _, _) = origin, !stated.hasPrefix("/") else {
            path = Self.simplified(stated)
            return
        }
        let directory = file.lastIndex(of: "/").map { file[...$0] } ?? ""
        path = Self.simplified(directory + stated)
    }

    public static var shape: SettingShape { .string(pattern: nil) }
    public static var placeholder: FilePath { FilePath(".", at: .flag("")) }
    public static var isLocation: Bool { true }

    public static func decode(_ node: JSONNode, at site: SettingsSite) -> FilePath? {
        guard let text = String.decode(node, at: site) else { return nil }
        guard !text.isEmpty, !text.utf8.contains(0) else {
            site.reportMismatch(expected: "a path", found: node)
            return nil
        }
        return FilePath(text, at: node.origin)
    }

    public var json: JSON { .string(path) }

    /// The path from the root, for whoever opens it from another directory.
    public var absolute: String { URL(fileURLWithPath: path).standardizedFileURL.path }

    /// The path without `.` and without `name/..`, save where `name` is a symbolic link and `..` leads elsewhere.
    private static func simplified(_ path: String) -> String {
        var parts: [Substring] = []
        let root = path.hasPrefix("/") ? "/" : ""
        for part in path.split(separator: "/") where part != "." {
            let leavesDirectory = part == ".." && parts.last.map { $0 != ".." } == true
            if leavesDirectory, !isLink(root + parts.joined(separator: "/")) {
                parts.removeLast()
            } else {
                parts.append(part)
            }
        }
        let joined = root + parts.joined(separator: "/")
        return joined.isEmpty ? "." : joined
    }

    private static func isLink(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
    }
}
