import LinearAlgebra
import Modelling
import Tables

/// What a bundle recommends to somebody its model does not know.
public struct HistoryRecommendation: Sendable, Equatable {
    /// What was taken into account, by item: weights added up, of ratings the last.
    public let history: [History.Entry]
    /// Ids that the model does not know, as they were given.
    public let unknownItems: [String]
    /// The best items for this history; the popular ones, with their popularity as score, where none of it is known.
    public let items: [Recommendation.Item]

    public var isFoldedIn: Bool { !history.isEmpty }
}

extension ModelBundle {
    /// The best `count` items for somebody with a history, who is folded in as a new user: nothing is trained or stored.
    ///
    /// An item without a stated weight weighs 1. Items of the history are left out of the answer where the bundle excludes
    /// seen ones; items that the model does not know are left out of the history. O(items · factors²).
    ///
    /// - Parameter catalog: the components the bundle was made with.
    /// - Throws: `HistoryError` where the model can't do it; `InputError` where the bundle's settings can't be read;
    ///   `TrainingError` where the history has a value that can't be used.
    public func recommend(
        to history: History, count: Int, catalog: ComponentCatalog, pool: WorkerPool = .serial
    ) throws -> HistoryRecommendation {
        let recipe = try foldingRecipe(catalog)
        let known = try KnownHistory(history, items: items, feedback: recipe.historyFeedback)
        guard known.row.count > 0 else {
            return HistoryRecommendation(history: [], unknownItems: known.unknownItems, items: popularItems(count))
        }
        let folded = try recipe.foldIn(users: known.row, into: model, pool: pool)
        let ranker = Ranker(model: folded, excluding: golden.excludeSeen ? known.row : nil)
        let top = try ranker.topItems(for: [0], count: count, pool: pool)
        return HistoryRecommendation(
            history: zip(known.row.indices, known.row.values).map { History.Entry(item: items[Int($0)], value: $1) },
            unknownItems: known.unknownItems,
            items: zip(top.items, top.scores).map { Recommendation.Item(id: items[Int($0)], score: $1) })
    }

    private func foldingRecipe(_ catalog: ComponentCatalog) throws -> any FoldsIn {
        let name = manifest.modelName ?? ""
        guard let entry = catalog.models[name], entry.type is any FoldsIn.Type else {
            let able = catalog.models.entries.filter { $0.type is any FoldsIn.Type }.map(\.name)
            throw HistoryError.cannotFoldIn(model: name, able: able)
        }
        let settings = manifest.json["settings"] ?? .null
        let diagnostics = Diagnostics()
        guard let node = JSONParser.parse(settings.text(), origin: .flag(BundleFile.manifest)) else {
            throw unreadableSettings("no JSON")
        }
        let reader = SettingsReader(
            recorded: node, address: "settings", catalog: catalog, diagnostics: diagnostics)
        let recipe = entry.make(reader)
        guard diagnostics.problems.isEmpty, let folding = recipe as? any FoldsIn else {
            throw unreadableSettings(diagnostics.problems.map(\.message).joined(separator: "; "))
        }
        return folding
    }

    private func unreadableSettings(_ what: String) -> InputError {
        InputError(
            BundleProblem(BundleFile.manifest, .malformed("has settings that can't be read: \(what)")), in: directory)
    }
}

/// A history in terms of a model's items: one row of a matrix.
private struct KnownHistory {
    /// 1 × items
    let row: SparseMatrix
    let unknownItems: [String]

    /// - Throws: `HistoryError` where a rating is missing.
    init(_ history: History, items: StringDictionary, feedback: InteractionMatrix.Feedback) throws(HistoryError) {
        var values: [Int32: Float] = [:]
        var unknown: [String] = []
        for entry in history.entries {
            guard let item = items.code(of: entry.item) else {
                if !unknown.contains(entry.item) { unknown.append(entry.item) }
                continue
            }
            if feedback == .explicit {
                guard let rating = entry.value else { throw .ratingMissing(item: entry.item) }
                values[item] = rating
            } else {
                values[item, default: 0] += entry.value ?? 1
            }
        }
        let indices = values.keys.sorted()
        row = SparseMatrix(
            rows: 1, columns: items.count, offsets: [0, indices.count], indices: indices,
            values: indices.map { values[$0] ?? 0 })
        unknownItems = unknown
    }
}
