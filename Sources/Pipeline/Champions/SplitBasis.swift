/// What decides, besides the data, which rows a run holds out: how they are read, cleaned and split, and the seed.
///
/// Runs that agree in it recognise each other's rows by their content. Locations and limits are no part of it, nor is what
/// becomes of the training rows once they are chosen.
struct SplitBasis {
    let json: JSON

    /// Raised when the hash of a row's content comes to mean something else: rows hashed otherwise would never meet.
    private static let rowHashVersion = 2

    /// Keys of a dataset that say which rows there are and whose they are.
    private static let datasetKeys: Set<String> = ["table", "user", "item", "time"]

    init(_ pipeline: ResolvedPipeline) {
        let tables = pipeline.load.requests.compactMap { request -> JSON.Member? in
            guard let dataset = pipeline.config[dataset: request.dataset] else { return nil }
            return JSON.Member(
                request.table,
                [
                    "source": [
                        "name": .string(dataset.source.name), "version": .integer(dataset.source.version),
                        "settings": dataset.source.identity,
                    ],
                    "columns": .object(dataset.columns.map { .init($0.name, $0.json) }),
                    "timezone": .string(dataset.timezone),
                ])
        }
        let steps = pipeline.cleaningSteps.map { step -> JSON in
            ["table": .string(step.table), "step": Self.identity(step.step)]
        }
        let builder = pipeline.features?.builder
        let keys = (builder?.identity.members ?? []).filter { Self.datasetKeys.contains($0.name) }
        json =
            JSON.object([
                "seed": .integer(Int(truncatingIfNeeded: pipeline.seed)), "tables": .object(tables),
                "clean": .array(steps), "row_hash": .integer(Self.rowHashVersion),
                "dataset": .object([.init("kind", .string(builder?.name ?? ""))] + keys),
                "split": pipeline.features?.split.map(Self.identity) ?? .null,
                "validation": .bool(pipeline.features?.hasValidation ?? false),
            ]).canonical
    }

    /// Members that the split's settings and the seed are.
    static let splitSettings: Set<String> = ["seed", "split", "validation"]

    /// What differs from an earlier run's basis, one text for each, from what to what; empty where nothing does.
    ///
    /// - Parameter members: what is looked at; nil for all of it.
    static func changes(from earlier: JSON, to now: JSON, in members: Set<String>? = nil) -> [String] {
        func part(_ basis: JSON) -> JSON {
            guard let members else { return basis }
            return .object((basis.members ?? []).filter { members.contains($0.name) })
        }
        return CacheKey(slot: "split", ingredients: part(now)).differences(from: part(earlier).canonical)
    }

    private static func identity<Kind>(_ component: Configured<Kind>) -> JSON {
        ["name": .string(component.name), "version": .integer(component.version), "settings": component.identity]
    }
}
