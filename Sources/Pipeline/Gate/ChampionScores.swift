import DurableFiles

/// How the published run's evaluation model scored on this run's test part, stored under a key of its own.
struct ChampionScores {
    /// What the per-user file calls the champion.
    static let candidate = "champion"
    private static let fact = "metrics"
    /// Raised when users and items that a champion does not know come to be scored otherwise.
    /// 2: unknown items tie by their rows in exact ranks.
    private static let version = 2

    let metrics: [Evaluation.Score]
    /// The directory that holds its values per user.
    let directory: String

    /// Nil where the entry's facts can't be read.
    init?(_ entry: CacheEntry) {
        metrics = Evaluation.scores(entry.facts[Self.fact])
        directory = entry.directory
        guard !metrics.isEmpty else { return nil }
    }

    /// The key of the champion's scores: neither the gate's settings nor the candidates are part of it.
    static func key(
        of champion: EvaluationModel, features: CacheKey, evaluate: any Evaluating, surroundings: RunSurroundings
    ) -> CacheKey {
        CacheKey(
            slot: "evaluate/champion",
            ingredients: .object(
                [
                    .init("upstream", .string(features.digest)), .init("champion", champion.identity()),
                    .init("settings", evaluate.validationSettings), .init("version", .integer(version)),
                ] + surroundings.members(of: [.seed, .blasCore])))
    }

    static func store(_ scores: TestScores, key: CacheKey, run: String, in cache: StageCache) throws -> CacheEntry {
        let facts: JSON = .object([.init(fact, Evaluation.json(scores.metrics))])
        return try cache.store(key, run: run, steps: [], facts: facts) { directory in
            [
                try PerUserFile.write(
                    scores.perUser.renamed(candidate), to: "\(directory)/\(PerUserFile.name)", in: cache.files)
            ]
        }
    }
}

extension Evaluation.PerUser {
    /// The same values under one candidate's name.
    fileprivate func renamed(_ candidate: String) -> Self {
        Self(users: users, columns: columns.map { (candidate, $0.metric, $0.values) })
    }
}
