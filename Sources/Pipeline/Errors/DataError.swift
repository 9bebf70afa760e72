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
