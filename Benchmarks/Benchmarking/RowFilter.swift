import Foundation

/// Which rows to run: names, or patterns with `*` and `?`, separated by commas or blanks.
package struct RowFilter: Sendable {
    private let patterns: [String]

    /// Everything where `text` names nothing.
    package init(_ text: String = "") {
        patterns = text.split { $0 == "," || $0 == " " }.map(String.init)
    }

    package func matches(_ name: String) -> Bool {
        patterns.isEmpty || patterns.contains { Self.matches($0, name) }
    }

    /// - Throws: `BenchmarkError.unknownRow` for a pattern that matches none of `names`.
    package func check(against names: [String]) throws(BenchmarkError) {
        for pattern in patterns where !names.contains(where: { Self.matches(pattern, $0) }) {
            throw .unknownRow(pattern: pattern, rows: names)
        }
    }

    private static func matches(_ pattern: String, _ name: String) -> Bool {
        fnmatch(pattern, name, 0) == 0
    }
}
