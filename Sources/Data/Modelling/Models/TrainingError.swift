/// Why a model could not be trained.
public enum TrainingError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The loss or a factor became NaN or infinite.
    case diverged(iteration: Int, what: String, remedy: String)
    /// A linear system had no unique solution: that of a user or an item, of whom `row` is the dense position.
    case singular(side: String, row: Int, id: String, remedy: String)
    /// The dataset can't be trained on: what was found, what the model needs.
    case unusable(found: String, expected: String, remedy: String)

    public var description: String {
        switch self {
        case .diverged(let iteration, let what, let remedy):
            "training diverged in iteration \(iteration): \(what); \(remedy)"
        case .singular(let side, let row, let id, let remedy):
            "the system of \(side) \"\(id)\" (row \(row)) is singular; \(remedy)"
        case .unusable(let found, let expected, let remedy):
            "found \(found), expected \(expected); \(remedy)"
        }
    }
}
