import ArgumentParser
import Catalog
import Pipeline

/// `mercer recommend`: answers from a bundle, as a service that loads it would.
struct RecommendCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "recommend", abstract: "Recommends items to users from a bundle.",
        discussion: "A user the model does not know gets the popular items. Memory: the bundle's size.")

    @Option(help: ArgumentHelp("A bundle, or a link to one such as models/CONFIG/PIPELINE/current.", valueName: "dir"))
    var model: String
    @Option(parsing: .upToNextOption, help: ArgumentHelp("One user or several.", valueName: "id"))
    var user: [String]
    @Option(help: "Items per user, at most: 1 to 1000.")
    var k = 10
    @Option(help: "Tables, or one JSON object.")
    var output: OutputFormat = .text

    func validate() throws {
        guard (1...1000).contains(k) else { throw ValidationError("--k \(k): expected 1 to 1000") }
        guard !user.isEmpty else { throw ValidationError("--user: expected at least one id") }
    }

    func run() throws {
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

    private static func text(of recommendation: Recommendation) -> String {
        let heading =
            recommendation.isKnown
            ? "user \(recommendation.user)" : "user \(recommendation.user) is unknown to the model: the popular items"
        var table = TextTable(header: ["rank", "item", "score"], rightAligned: [0, 2])
        for (position, item) in recommendation.items.enumerated() {
            table.add([String(position + 1), item.id, item.score.description])
        }
        return heading + "\n" + table.text
    }
}

extension Recommendation {
    fileprivate var json: JSON {
        [
            "user": .string(user), "known": .bool(isKnown),
            "items": .array(
                items.enumerated().map { position, item in
                    ["rank": .integer(position + 1), "item": .string(item.id), "score": .double(Double(item.score))]
                }),
        ]
    }
}
