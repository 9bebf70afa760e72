import Foundation
import Pipeline

/// Turns what a config writes under `path` into the files to read.
public enum InputPaths {
    /// Expands each entry: a path that exists stands for itself, another is taken as a pattern (`*`, `?`, `[…]`) whose
    /// matches, directories left out, follow sorted by bytes. A file named twice is read once.
    ///
    /// - Throws: ``LoadError/noMatch(pattern:nearest:)``. Whether the other paths exist shows when they are opened.
    public static func expand(_ entries: [String]) throws(LoadError) -> [String] {
        var paths: [String] = []
        for entry in entries {
            if exists(entry) {
                paths.append(entry)
            } else if entry.contains(where: { "*?[".contains($0) }) {
                let found = matches(entry)
                if found.isEmpty { throw .noMatch(pattern: entry, nearest: neighbour(of: entry)) }
                paths += found
            } else {
                // Opening it finds out why it is not there.
                paths.append(entry)
            }
        }
        var seen: Set<String> = []
        return paths.filter { seen.insert($0).inserted }
    }

    /// The name in a path's directory most like its last part.
    static func neighbour(of path: String) -> String? {
        let slash = path.lastIndex(of: "/")
        let directory = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        let name = slash.map { String(path[path.index(after: $0)...]) } ?? path
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: directory) else { return nil }
        return NearestName.nearest(to: name, among: Array(names.sorted().prefix(2_000)))
    }

    private static func exists(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0
    }

    private static func matches(_ pattern: String) -> [String] {
        var result = glob_t()
        defer { globfree(&result) }
        guard glob(pattern, GLOB_NOSORT, nil, &result) == 0 else { return [] }
        let paths = (0..<Int(result.gl_pathc)).compactMap { result.gl_pathv[$0].map { String(cString: $0) } }
        return paths.filter { !isDirectory($0) }.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    private static func isDirectory(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }
}
