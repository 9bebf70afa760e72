/// Why a model can't recommend from a history. Exit code 64.
public enum HistoryError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The bundle's model knows only the users it was trained with.
    case cannotFoldIn(model: String, able: [String])
    /// The model was trained on ratings, and an item comes without one.
    case ratingMissing(item: String)
    /// The list of ids does not follow the rules of quotes.
    case malformedList(String, found: String)

    public var description: String {
        switch self {
        case .cannotFoldIn(let model, let able):
            "--history: the bundle's model \"\(model)\" can't take in new users; models that can: "
                + able.joined(separator: ", ")
        case .ratingMissing(let item):
            "--history: the model was trained on ratings, and \"\(item)\" comes without one; "
                + "give the ratings with --history-file, a CSV file with the columns item and weight"
        case .malformedList(let list, let found):
            "--history \(list): found \(found), expected ids separated by commas, quoted as in CSV files"
        }
    }
}
