import Foundation

/// The commit that a directory's repository has checked out, read from git's own files: no program is started.
public enum GitCommit {
    /// - Returns: 40 or 64 hexadecimal digits; nil outside a repository, before its first commit, and where it can't be read.
    public static func checkedOut(at directory: String) -> String? {
        var folder = URL(fileURLWithPath: directory).standardizedFileURL
        while true {
            let mark = folder.appendingPathComponent(".git").path
            if FileManager.default.fileExists(atPath: mark) { return commit(markedBy: mark) }
            guard folder.path != "/" else { return nil }
            folder.deleteLastPathComponent()
        }
    }

    /// `.git` is the repository's directory, or in further work trees a file that names it.
    private static func commit(markedBy mark: String) -> String? {
        let directory = linked(by: mark) ?? mark
        guard let head = line(of: "\(directory)/HEAD") else { return nil }
        guard head.hasPrefix("ref: ") else { return digest(head) }
        let reference = String(head.dropFirst("ref: ".count))
        let shared = line(of: "\(directory)/commondir").map { resolved($0, in: directory) } ?? directory
        let loose = line(of: "\(directory)/\(reference)") ?? line(of: "\(shared)/\(reference)")
        return loose.flatMap(digest) ?? packed(reference, in: shared)
    }

    private static func linked(by mark: String) -> String? {
        guard let text = line(of: mark), text.hasPrefix("gitdir: ") else { return nil }
        return resolved(
            String(text.dropFirst("gitdir: ".count)), in: URL(fileURLWithPath: mark).deletingLastPathComponent().path)
    }

    private static func packed(_ reference: String, in directory: String) -> String? {
        let lines = text(of: "\(directory)/packed-refs")?.split(separator: "\n") ?? []
        return lines.first { $0.hasSuffix(" \(reference)") }.flatMap { digest(String($0.prefix { $0 != " " })) }
    }

    private static func resolved(_ path: String, in directory: String) -> String {
        path.hasPrefix("/") ? path : "\(directory)/\(path)"
    }

    private static func digest(_ text: String) -> String? {
        [40, 64].contains(text.utf8.count) && text.allSatisfy(\.isHexDigit) ? text : nil
    }

    private static func line(of path: String) -> String? {
        text(of: path)?.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    private static func text(of path: String) -> String? {
        FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
    }
}

extension GitCommit {
    /// The commit of the repository that holds a pipeline's file.
    static func ofPipeline(at path: String?) -> String? {
        path.flatMap { checkedOut(at: URL(fileURLWithPath: $0).deletingLastPathComponent().path) }
    }
}
