/// The cache keys of a run's results, each made from the key of what it reads and its own settings.
struct ChainKeys {
    let load: CacheKey
    let clean: CacheKey
    /// Nil without a features stage.
    let features: CacheKey?
    /// The dataset of all rows, which refits train on.
    let unsplitFeatures: CacheKey?
    let candidates: [(id: String, key: CacheKey)]
    let evaluate: CacheKey?
    private let pipeline: ResolvedPipeline
    private let surroundings: RunSurroundings

    /// - Throws: `InputError` when an input file can't be digested.
    init(_ pipeline: ResolvedPipeline, _ surroundings: RunSurroundings, digests: inout InputDigests) throws {
        self.pipeline = pipeline
        self.surroundings = surroundings
        load = try Self.loadKey(pipeline, surroundings, digests: &digests)
        clean = CacheKey(
            slot: "clean",
            ingredients: [
                "upstream": .string(load.digest),
                "steps": .array(pipeline.cleaningSteps.map { Self.identity($0.step, table: $0.table) }),
            ])
        features = Self.featuresKey(pipeline, surroundings, upstream: clean, isSplit: true)
        unsplitFeatures = Self.featuresKey(pipeline, surroundings, upstream: clean, isSplit: false)
        candidates = Self.candidateKeys(pipeline, surroundings, upstream: features)
        evaluate = Self.evaluateKey(pipeline, surroundings, upstream: features, candidates: candidates)
    }

    func candidate(_ id: String) -> CacheKey {
        candidates.first { $0.id == id }!.key
    }

    /// The key of a candidate trained again on all rows.
    func refit(_ candidate: Candidate, iterations: Int) -> CacheKey {
        CacheKey(
            slot: "train/\(candidate.id)/refit",
            ingredients: [
                "upstream": .string(unsplitFeatures?.digest ?? ""),
                "model": Self.identity(candidate.model, surroundings: surroundings), "iterations": .integer(iterations),
            ])
    }

    /// The key of the exported files, given that of the model that ships.
    func export(shipping model: CacheKey?) -> CacheKey {
        CacheKey(
            slot: "export",
            ingredients: [
                "upstream": .string(model?.digest ?? clean.digest),
                "formats": .array(
                    (pipeline.export?.formats ?? []).map { Self.identity($0, surroundings: surroundings) }),
                "exclude_seen": .bool(pipeline.evaluate?.excludeSeen ?? true),
            ])
    }
}

extension ChainKeys {
    private static func loadKey(
        _ pipeline: ResolvedPipeline, _ surroundings: RunSurroundings, digests: inout InputDigests
    ) throws -> CacheKey {
        var tables: [JSON.Member] = []
        for request in pipeline.load.requests {
            guard let dataset = pipeline.config[dataset: request.dataset] else { continue }
            let source = dataset.source
            var inputs: [JSON] = []
            for file in try source.component.inputFiles() {
                inputs.append(["sha256": .string(try digests.digest(ofFile: file).sha256)])
            }
            tables.append(
                .init(
                    request.table,
                    [
                        "source": .string(source.name), "version": .integer(source.version),
                        "settings": source.identity,
                        "columns": .object(dataset.columns.map { .init($0.name, $0.json) }),
                        "timezone": .string(dataset.timezone), "max_bad_rows": dataset.badRowLimit.json,
                        "inputs": .array(inputs),
                    ]))
        }
        let asOf = surroundings.asOf.map { JSON.string(Instant.text(microseconds: $0)) } ?? "newest"
        return CacheKey(slot: "load", ingredients: ["tables": .object(tables), "as_of": asOf])
    }

    private static func featuresKey(
        _ pipeline: ResolvedPipeline, _ surroundings: RunSurroundings, upstream: CacheKey, isSplit: Bool
    ) -> CacheKey? {
        guard let features = pipeline.features, let builder = features.builder else { return nil }
        var members: [JSON.Member] = [
            .init("upstream", .string(upstream.digest)),
            .init("dataset", identity(builder, surroundings: surroundings)),
        ]
        if isSplit, let split = features.split {
            members.append(.init("split", identity(split, surroundings: surroundings)))
            members.append(.init("validation", .bool(features.hasValidation)))
        }
        return CacheKey(slot: isSplit ? "features" : "features/all", ingredients: .object(members))
    }

    private static func candidateKeys(
        _ pipeline: ResolvedPipeline, _ surroundings: RunSurroundings, upstream: CacheKey?
    ) -> [(id: String, key: CacheKey)] {
        guard let train = pipeline.train, let upstream else { return [] }
        return train.candidates.map { candidate in
            var members: [JSON.Member] = [
                .init("upstream", .string(upstream.digest)),
                .init("model", identity(candidate.model, surroundings: surroundings)),
            ]
            if candidate.model.component.reads.contains(.validation), let evaluate = pipeline.evaluate {
                members.append(.init("validation", evaluate.validationSettings))
            }
            return (candidate.id, CacheKey(slot: "train/\(candidate.id)", ingredients: .object(members)))
        }
    }

    private static func evaluateKey(
        _ pipeline: ResolvedPipeline, _ surroundings: RunSurroundings, upstream: CacheKey?,
        candidates: [(id: String, key: CacheKey)]
    ) -> CacheKey? {
        guard pipeline.evaluate != nil, let upstream else { return nil }
        return CacheKey(
            slot: "evaluate",
            ingredients: .object(
                [
                    .init("upstream", .string(upstream.digest)),
                    .init("candidates", .object(candidates.map { .init($0.id, .string($0.key.digest)) })),
                    .init("settings", pipeline.pipeline.identity(of: .evaluate) ?? [:]),
                ] + surroundings.members(of: [.seed, .blasCore])))
    }

    private static func identity<Kind>(_ component: Configured<Kind>, table: String) -> JSON {
        [
            "name": .string(component.name), "version": .integer(component.version), "table": .string(table),
            "settings": component.identity,
        ]
    }

    private static func identity<Kind>(_ component: Configured<Kind>, surroundings: RunSurroundings) -> JSON {
        let reads = (component.component as? any Component)?.reads ?? []
        return .object(
            [
                .init("name", .string(component.name)), .init("version", .integer(component.version)),
                .init("settings", component.identity),
            ] + surroundings.members(of: reads))
    }
}

/// What a run stands in, besides settings and data.
public struct RunSurroundings: Sendable {
    public let seed: UInt64
    /// The instruction set BLAS uses.
    public let blasCore: String
    /// As asked for; nil for just past the newest time of the data.
    public let asOf: Int64?

    public init(seed: UInt64, blasCore: String, asOf: Int64?) {
        self.seed = seed
        self.blasCore = blasCore
        self.asOf = asOf
    }

    func members(of reads: RunInputs) -> [JSON.Member] {
        var members: [JSON.Member] = []
        if reads.contains(.seed) { members.append(.init("seed", .integer(Int(truncatingIfNeeded: seed)))) }
        if reads.contains(.blasCore) { members.append(.init("blas_core", .string(blasCore))) }
        if reads.contains(.asOf) {
            members.append(.init("as_of", asOf.map { .string(Instant.text(microseconds: $0)) } ?? "newest"))
        }
        return members
    }
}
