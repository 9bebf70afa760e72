import ArgumentParser
import Catalog
import Pipeline

/// `mercer recommend`: answers from a bundle, as a service that loads it would.
struct RecommendCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "recommend", abstract: "Recommends items to users from a bundle.",
        discussion: """
            A user the model does not know gets the popular items. With --history the answer is for somebody the model does \
            not know, from the items they have interacted with: they are folded in as a new user, and nothing is trained or \
            stored. Unknown items are named and left out; where none is known, the answer is the popular items. An item \
            weighs 1 unless --history-file says otherwise, as the bundle knows no events; for a model of ratings the weights \
            are the ratings, and must be stated. Memory: the bundle's size.
            """)

    @Option(help: ArgumentHelp("A bundle, or a link to one such as models/CONFIG/PIPELINE/current.", valueName: "dir"))
    var model: String
    @Option(parsing: .upToNextOption, help: ArgumentHelp("One user or several.", valueName: "id"))
    var user: [String] = []
    @Option(
        help: ArgumentHelp(
            "Items somebody new has interacted with, separated by commas, quoted as in CSV files where an id has a comma. Can be repeated.",
            valueName: "item,item,…"))
    var history: [String] = []
    @Option(help: ArgumentHelp("The same as a CSV file with the columns item and weight.", valueName: "file"))
    var historyFile: String?
    @Option(help: "Items per user, at most: 1 to 1000.")
    var k = 10
    @Option(help: "Tables, or one JSON object.")
    var output: OutputFormat = .text

    private var hasHistory: Bool { !history.isEmpty || historyFile != nil }

    func validate() throws {
        guard (1...1000).contains(k) else { throw ValidationError("--k \(k): expected 1 to 1000") }
        guard !(hasHistory && !user.isEmpty) else {
            throw ValidationError("--user and --history: expected one of them; --history is for somebody without an id")
        }
        guard hasHistory || !user.isEmpty else {
            throw ValidationError("--user: expected at least one id, or a --history")
        }
    }

    func run() throws {
        if hasHistory { return try recommendFromHistory() }
        let bundle = try ModelBundle(model, catalog: Catalog.components)
        let recommendations = try user.map { try bundle.recommend(to: $0, count: k) }
        switch output {
        case .json:
            let json: JSON = ["model": .string(bundle.directory), "users": .array(recommendations.map(\.json))]
            try StandardOutput.write(json.text() + "\n")
        case .text:
            try StandardOutput.write(recommendations.map(Self.text).joined(separator: "\n"))
        }
    }

    private func recommendFromHistory() throws {
        var entries = try history.flatMap { try History(list: $0).entries }
        if let historyFile { entries += try History(file: historyFile).entries }
        let bundle = try ModelBundle(model, catalog: Catalog.components)
        let recommendation = try bundle.recommend(to: History(entries), count: k, catalog: Catalog.components)
        StandardError.write(UnknownItems(recommendation.unknownItems, known: bundle.items).text)
        switch output {
        case .json: try StandardOutput.write(recommendation.json(model: bundle.directory).text() + "\n")
        case .text: try StandardOutput.write(Self.text(of: recommendation))
        }
    }

    private static func text(of recommendation: Recommendation) -> String {
        let heading =
            recommendation.isKnown
            ? "user \(recommendation.user)" : "user \(recommendation.user) is unknown to the model: the popular items"
        return heading + "\n" + table(of: recommendation.items)
    }

    private static func text(of recommendation: HistoryRecommendation) -> String {
        let count = recommendation.history.count
        let heading =
            recommendation.isFoldedIn
            ? "somebody new, from \(count) item\(count == 1 ? "" : "s") of history"
            : "nothing of the history is known to the model: the popular items"
        return heading + "\n" + table(of: recommendation.items)
    }

    private static func table(of items: [Recommendation.Item]) -> String {
        var table = TextTable(header: ["rank", "item", "score"], rightAligned: [0, 2])
        for (position, item) in items.enumerated() {
            table.add([String(position + 1), item.id, item.score.description])
        }
        return table.text
    }
}

extension Recommendation {
    fileprivate var json: JSON {
        ["user": .string(user), "known": .bool(isKnown), "items": items.json]
    }
}

extension HistoryRecommendation {
    fileprivate func json(model: String) -> JSON {
        [
            "model": .string(model),
            "history": .array(
                history.map { ["item": .string($0.item), "weight": $0.value.map { .double(Double($0)) } ?? .null] }),
            "unknown_items": .array(unknownItems.map(JSON.string)),
            "users": [["user": .null, "known": false, "folded_in": .bool(isFoldedIn), "items": items.json]],
        ]
    }
}

extension [Recommendation.Item] {
    fileprivate var json: JSON {
        .array(
            enumerated().map { position, item in
                ["rank": .integer(position + 1), "item": .string(item.id), "score": .double(Double(item.score))]
            })
    }
}
