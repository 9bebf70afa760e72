/// Why the suite can't go on.
package enum BenchmarkError: Error, Sendable, Equatable, CustomStringConvertible {
    /// A record, or a peer's answer, that can't be used.
    case unreadable(path: String, reason: String)
    /// A program the suite started could not be started, or ended badly.
    case program(name: String, reason: String)
    /// No row has a name that was asked for.
    case unknownRow(pattern: String, rows: [String])
    /// The suite's own documents and rows don't fit together, or an option makes no sense.
    case invalid(place: String, reason: String)

    package var description: String {
        switch self {
        case .unreadable(let path, let reason): "\(path) can't be used: \(reason)"
        case .program(let name, let reason): "\(name) failed: \(reason)"
        case .unknownRow(let pattern, let rows):
            "no row is called \"\(pattern)\"; the rows are \(rows.joined(separator: ", "))"
        case .invalid(let place, let reason): "\(place): \(reason)"
        }
    }
}
