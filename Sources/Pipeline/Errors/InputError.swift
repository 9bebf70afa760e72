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
