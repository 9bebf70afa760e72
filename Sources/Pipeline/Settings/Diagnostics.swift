import Synchronization

/// Collects every problem of a document, so that a user sees all of them at once.
public final class Diagnostics: Sendable {
    private let collected = Mutex<[Problem]>([])

    public init() {}

    public var problems: [Problem] { collected.withLock { $0 } }

    public func report(_ problem: Problem) {
        collected.withLock { if !$0.contains(problem) { $0.append(problem) } }
    }

    /// - Throws: `ConfigurationError` with all problems, in the order they were found, when there is one.
    public func throwIfAny() throws(ConfigurationError) {
        let problems = problems
        if !problems.isEmpty { throw ConfigurationError(problems: problems) }
    }
}

/// A config or pipeline that can't be used; exit code 78.
public struct ConfigurationError: Error, Sendable, CustomStringConvertible {
    public let problems: [Problem]

    public init(problems: [Problem]) {
        self.problems = problems
    }

    public var description: String { problems.map(\.description).joined(separator: "\n") }
}
