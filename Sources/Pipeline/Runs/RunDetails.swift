import Modelling

/// `details.json`: what the report draws, as numbers.
enum RunDetails {
    static let name = "details.json"

    static func json(of chain: ChainRunner) -> JSON {
        let outcome = chain.outcome
        return [
            "schema": 1,
            "counts": .object(outcome.counts.map { .init($0.name, .integer($0.count)) }),
            "distributions": .array(outcome.distributions.map(\.json)),
            "lower_is_better": .array((outcome.evaluation?.lowerIsBetter ?? []).sorted().map(JSON.string)),
            "accounts": .object((outcome.evaluation?.accounts ?? []).map { .init($0.name, .integer($0.count)) }),
            "candidates": .array(chain.keys.candidates.map { candidate(id: $0.id, key: $0.key, chain) }),
        ]
    }

    private static func candidate(id: String, key: CacheKey, _ chain: ChainRunner) -> JSON {
        let scores = chain.outcome.evaluation?.candidates.first { $0.id == id }
        let trace = chain.outcome.curves.first { $0.candidate == id }?.trace
        let model = chain.cache.entry(for: key)?.files.first { $0.path == BundleFile.model }
        return [
            "id": .string(id), "bytes": model.map { .integer($0.size) } ?? .null,
            "curves": scores?.json["curves"] ?? [], "training": trace?.json ?? .null,
        ]
    }
}
