/// Where a value was stated: a place in a file, or a flag of the command line.
public enum Origin: Sendable, Equatable, Hashable, CustomStringConvertible {
    /// Line and column count from 1; a column counts Unicode scalars.
    case file(path: String, line: Int, column: Int)
    case flag(String)

    public var description: String {
        switch self {
        case .file(let path, let line, let column): "\(path):\(line):\(column)"
        case .flag(let text): text
        }
    }
}

extension Origin: Comparable {
    /// By file, line and column; flags come last.
    public static func < (left: Origin, right: Origin) -> Bool {
        switch (left, right) {
        case (.file(let path, let line, let column), .file(let otherPath, let otherLine, let otherColumn)):
            (path, line, column) < (otherPath, otherLine, otherColumn)
        case (.file, .flag): true
        case (.flag, .file): false
        case (.flag(let text), .flag(let otherText)): text < otherText
        }
    }
}
