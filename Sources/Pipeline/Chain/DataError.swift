/// The data broke a rule or a limit on its shape, or nothing is left of it; exit code 65.
public struct DataError: Error, Sendable, Equatable, CustomStringConvertible {
    /// Where: a file and line, a table and column, a stage.
    public let place: String
    public let found: String
    public let expected: String
    /// What to do about it.
    public let remedy: String

    public init(place: String, found: String, expected: String, remedy: String) {
        self.place = place
        self.found = found
        self.expected = expected
        self.remedy = remedy
    }

    public var description: String { "\(place): found \(found), expected \(expected); \(remedy)" }
}

/// An input is missing or can't be read; exit code 66.
public struct InputError: Error, Sendable, Equatable, CustomStringConvertible {
    public let path: String
    public let found: String
    public let remedy: String

    public init(path: String, found: String, remedy: String) {
        self.path = path
        self.found = found
        self.remedy = remedy
    }

    public var description: String { "\(path): \(found); \(remedy)" }
}

/// A limit on time, memory or a remote service was reached; exit code 69.
public struct LimitError: Error, Sendable, Equatable, CustomStringConvertible {
    public let limit: String
    public let found: String
    public let remedy: String

    public init(limit: String, found: String, remedy: String) {
        self.limit = limit
        self.found = found
        self.remedy = remedy
    }

    public var description: String { "\(limit): \(found); \(remedy)" }
}
