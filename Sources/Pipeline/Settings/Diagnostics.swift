import Synchronization

/// Collects every problem of a document, so that a user sees all of them at once.
///
/// A document is first read, then checked as a whole. What could not be read stands as a placeholder while the rest is
/// checked, so what the checks say about such a value is not kept: each mistake is told once.
public final class Diagnostics: Sendable {
    fileprivate struct State {
        var problems: [Problem] = []
        var known: Set<Problem> = []
        var unreadable: Set<String> = []
        var unreadableOrigins: Set<Origin> = []
        var isChecking = false
    }

    private let state = Mutex(State())

    public init() {}

    /// All problems, by file, line and column; those of one place in the order they were found.
    public var problems: [Problem] {
        let found = state.withLock(\.problems)
        return found.indices.sorted { (found[$0].origin, $0) < (found[$1].origin, $1) }.map { found[$0] }
    }

    public func report(_ problem: Problem) {
        state.withLock { state in
            if state.unreadableOrigins.contains(problem.origin) { return }
            if state.isChecking, state.isUnreadable(problem.address) { return }
            if state.known.insert(problem).inserted { state.problems.append(problem) }
        }
    }

    /// Notes that the value at `address` is missing or could not be read.
    func markUnreadable(_ address: String) {
        state.withLock { state in
            if !state.isChecking { state.unreadable.insert(address) }
        }
    }

    /// Notes that nothing more is worth saying of the value stated at `origin`.
    func markUnreadable(at origin: Origin) {
        state.withLock { _ = $0.unreadableOrigins.insert(origin) }
    }

    /// Whether the value at `address`, or one that holds it, is missing or could not be read. O(depth).
    func lacks(_ address: String) -> Bool {
        state.withLock { $0.isUnreadable(address) }
    }

    /// Whether the value at `address`, one that holds it, or anything in it is missing or could not be read. O(problems).
    func lacksValue(in address: String) -> Bool {
        state.withLock { state in
            state.isUnreadable(address) || state.unreadable.contains { $0.hasPrefix(address + ".") }
        }
    }

    /// Reading is over: problems with values that could not be read are no longer kept.
    package func beginChecking() {
        state.withLock { $0.isChecking = true }
    }

    /// - Throws: `ConfigurationError` with all problems, when there is one.
    public func throwIfAny() throws(ConfigurationError) {
        let problems = problems
        if !problems.isEmpty { throw ConfigurationError(problems: problems) }
    }
}

extension Diagnostics.State {
    /// Whether the value at `address`, or one that holds it, could not be read.
    fileprivate func isUnreadable(_ address: String) -> Bool {
        guard !unreadable.isEmpty else { return false }
        var remaining = Substring(address)
        while !remaining.isEmpty {
            if unreadable.contains(String(remaining)) { return true }
            guard let dot = remaining.lastIndex(of: ".") else { return false }
            remaining = remaining[..<dot]
        }
        return false
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
