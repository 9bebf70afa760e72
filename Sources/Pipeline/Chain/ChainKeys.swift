/// The cache keys of a run's results, each made from the key of what it reads and its own settings.
struct ChainKeys {
    /// The files that are read, suppression lists among them, as they were when the keys were made.
    let inputs: [InputFileState]
    let load: CacheKey
    let clean: CacheKey
    /// Nil without a features stage.
    let features: CacheKey?
    /// The dataset of all rows, which refits train on.
    let unsplitFeatures: CacheKey?
    /// Where each candidate is to start, as far as settings tell.
    let starts: [String: CandidateStart]
    /// The run whose models candidates may start from; nil where there is none, or no candidate asks for it.
    let champion: String?
    let candidates: [(id: String, key: CacheKey)]
    /// The searches that decide candidates' settings, by candidate.
    let searches: [String: CandidateSearch]
    let evaluate: CacheKey?
    /// What decides which rows the run holds out.
    let splitBasis: JSON
    /// The run that the gate holds the winner against; none without a gate.
    let published: PublishedChampion
    /// The key of its scores; nil where nothing asks for them, or settings forbid to compare.
    let championScores: CacheKey?
    let pipeline: ResolvedPipeline
    let surroundings: RunSurroundings

    /// - Throws: `InputError` when an input file can't be digested.
    init(
        _ pipeline: ResolvedPipeline, _ surroundings: RunSurroundings, digests: inout InputDigests,
        champions: ChampionLookup
    ) throws {
        self.pipeline = pipeline
        self.surroundings = surroundings
        let inputs = try Self.inputs(of: pipeline, digests: &digests)
        let suppressions = try pipeline.config.suppressions.map { list in
            (list, file: try digests.state(ofFile: list.file.path, table: "suppressed: \(list.column)"))
        }
        self.inputs = inputs + suppressions.map(\.file)
        load = Self.loadKey(
            pipeline, surroundings, inputs: inputs,
            suppressions: suppressions.map { list, file in
                ["column": .string(list.column), "sha256": .string(file.sha256)]
            })
        clean = CacheKey(
            slot: "clean",
            ingredients: [
                "upstream": .string(load.digest),
                "steps": .array(
                    pipeline.cleaningSteps.map { step in
                        ["table": .string(step.table), "step": Self.identity(step.step, surroundings: surroundings)]
                    }),
            ])
        features = Self.featuresKey(pipeline, surroundings, upstream: clean, isSplit: true)
        unsplitFeatures = Self.featuresKey(pipeline, surroundings, upstream: clean, isSplit: false)
        searches = (pipeline.train?.candidates ?? []).reduce(into: [:]) { searches, candidate in
            searches[candidate.id] = pipeline.train?.search(of: candidate, seed: pipeline.seed)
        }
        let finding = pipeline.startsFromChampion ? features.map(champions.champion(forData:)) : nil
        let basis = SplitBasis(pipeline).json
        splitBasis = basis
        let starts = Self.starts(of: pipeline, finding: finding, basis: basis)
        self.starts = starts
        champion = finding?.champion?.evaluation.run
        candidates = Self.candidateKeys(
            pipeline, surroundings, upstream: features, searches: searches, starts: starts)
        evaluate = Self.evaluateKey(pipeline, surroundings, upstream: features, candidates: candidates)
        published = pipeline.gate.isEmpty ? .none : champions.published
        championScores = Self.championKey(
            pipeline, surroundings, upstream: features,
            champion: pipeline.comparesWithChampion ? published.comparable(with: basis) : nil)
    }

    func candidate(_ id: String) -> CacheKey {
        guard let candidate = candidates.first(where: { $0.id == id }) else {
            preconditionFailure("\(id) is a candidate of the pipeline")
        }
        return candidate.key
    }

    /// The key of a candidate trained again on all rows.
    func refit(_ candidate: Candidate, iterations: Int) -> CacheKey {
        var members: [JSON.Member] = [
            .init("upstream", .string(unsplitFeatures?.digest ?? "")),
            .init("model", Self.identity(candidate.model, surroundings: surroundings)),
            .init("iterations", .integer(iterations)),
        ]
        // Whether the refit starts from the champion is decided where the evaluation model's start is.
        if let champion = starts[candidate.id]?.champion {
            members.append(.init("champion", champion.identity))
            members.append(.init("start_decided_on", .string(features?.digest ?? "")))
        }
        return CacheKey(slot: "train/\(candidate.id)/refit", ingredients: .object(members))
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
    func identity<Kind>(of component: Configured<Kind>) -> JSON {
        Self.identity(component, surroundings: surroundings)
    }

    private static func inputs(
        of pipeline: ResolvedPipeline, digests: inout InputDigests
    ) throws -> [InputFileState] {
        try pipeline.inputFiles().map { try digests.state(ofFile: $0.path, table: $0.table) }
    }

    private static func loadKey(
        _ pipeline: ResolvedPipeline, _ surroundings: RunSurroundings, inputs: [InputFileState], suppressions: [JSON]
    ) -> CacheKey {
        let tables = pipeline.load.requests.compactMap { request -> JSON.Member? in
            guard let dataset = pipeline.config[dataset: request.dataset] else { return nil }
            let digests = inputs.filter { $0.table == request.table }.map {
                JSON.object(["sha256": .string($0.sha256)])
            }
            return JSON.Member(
                request.table,
                [
                    "source": identity(dataset.source, surroundings: surroundings),
                    "columns": .object(dataset.columns.map { .init($0.name, $0.json) }),
                    "timezone": .string(dataset.timezone), "max_bad_rows": dataset.badRowLimit.json,
                    "inputs": .array(digests),
                ])
        }
        return CacheKey(
            slot: "load",
            ingredients: .object(
                [.init("tables", .object(tables)), .init("suppress", .array(suppressions))]
                    + surroundings.members(of: [.asOf])))
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
            if pipeline.isRecognisedLater {
                members.append(.init("keeps_row_hashes", true))
                members.append(.init("keeps_item_popularity", true))
            }
        }
        return CacheKey(slot: isSplit ? "features" : "features/all", ingredients: .object(members))
    }

    private static func starts(
        of pipeline: ResolvedPipeline, finding: ChampionLookup.Finding?, basis: JSON
    ) -> [String: CandidateStart] {
        return (pipeline.train?.candidates ?? []).reduce(into: [:]) { starts, candidate in
            starts[candidate.id] = CandidateStart(
                of: candidate, finding: finding, basis: basis, refits: pipeline.refits)
        }
    }

    private static func candidateKeys(
        _ pipeline: ResolvedPipeline, _ surroundings: RunSurroundings, upstream: CacheKey?,
        searches: [String: CandidateSearch], starts: [String: CandidateStart]
    ) -> [(id: String, key: CacheKey)] {
        guard let train = pipeline.train, let upstream else { return [] }
        return train.candidates.map { candidate in
            var members: [JSON.Member] = [
                .init("upstream", .string(upstream.digest)),
                .init("model", identity(candidate.model, surroundings: surroundings)),
            ]
            let search = searches[candidate.id]
            if search != nil || candidate.model.component.reads.contains(.validation),
                let evaluate = pipeline.evaluate
            {
                members.append(.init("validation", evaluate.validationSettings))
            }
            if let search {
                members.append(.init("search", search.identity))
                members += surroundings.members(of: [.blasCore])
            }
            if let champion = starts[candidate.id]?.champion {
                members.append(.init("champion", champion.identity))
            }
            return (candidate.id, CacheKey(slot: "train/\(candidate.id)", ingredients: .object(members)))
        }
    }

    private static func evaluateKey(
        _ pipeline: ResolvedPipeline, _ surroundings: RunSurroundings, upstream: CacheKey?,
        candidates: [(id: String, key: CacheKey)]
    ) -> CacheKey? {
        guard let evaluate = pipeline.evaluate, let upstream else { return nil }
        return CacheKey(
            slot: "evaluate",
            ingredients: .object(
                [
                    .init("upstream", .string(upstream.digest)),
                    .init("candidates", .object(candidates.map { .init($0.id, .string($0.key.digest)) })),
                    .init("settings", pipeline.pipeline.identity(of: .evaluate) ?? [:]),
                    .init("metrics", evaluate.metricVersions),
                    .init("evidence", .integer(EvidenceFiles.version)),
                ] + surroundings.members(of: [.seed, .blasCore])))
    }

    private static func championKey(
        _ pipeline: ResolvedPipeline, _ surroundings: RunSurroundings, upstream: CacheKey?, champion: EvaluationModel?
    ) -> CacheKey? {
        guard let evaluate = pipeline.evaluate, let upstream, let champion else { return nil }
        return ChampionScores.key(of: champion, features: upstream, evaluate: evaluate, surroundings: surroundings)
    }

    private static func identity<Kind>(_ component: Configured<Kind>, surroundings: RunSurroundings) -> JSON {
        .object(
            [
                .init("name", .string(component.name)), .init("version", .integer(component.version)),
                .init("settings", component.identity),
            ] + surroundings.members(of: component.reads))
    }
}
