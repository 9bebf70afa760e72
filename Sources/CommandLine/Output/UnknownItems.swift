import Pipeline
import Tables

/// What is said of items that a model does not know.
struct UnknownItems {
    /// One line for each; empty for none.
    let text: String

    /// Looking for the nearest id takes a pass over all of them, so only the first few are looked for.
    private static let hintedCount = 5

    init(_ unknown: [String], known: StringDictionary) {
        let ids = unknown.isEmpty ? [] : known.strings
        text = unknown.enumerated().map { position, item in
            let nearest = position < Self.hintedCount ? NearestName.nearest(to: item, among: ids) : nil
            let hint = nearest.map { "; did you mean \"\($0)\"?" } ?? ""
            return "the model does not know the item \"\(item)\", which is left out\(hint)\n"
        }.joined()
    }
}
