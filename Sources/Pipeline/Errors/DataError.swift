/// The data broke a rule or a limit on its shape, or nothing is left of it; exit code 65.
public struct DataError: Error, Sendable, Equatable, CustomStringConvertible {
    /// Where: a file and line, a table and column, a stage.
    public let place: String
    public let found: String
    public let expected: String
    /// What to do about it.
    public let remedy: String
    /// What had happened to the rows until then: the failed run's record explains where they went.
    public private(set) var steps: [StepAccount] = []

    public init(place: String, found: String, expected: String, remedy: String) {
        self.place = place
        self.found = found
        self.expected = expected
        self.remedy = remedy
    }

    /// The same error, with the accounts of what was done before it.
    public func after(_ earlier: [StepAccount]) -> DataError {
        var error = self
        error.steps = earlier + steps
        return error
    }

    public var description: String { "\(place): found \(found), expected \(expected); \(remedy)" }
}
