import Modelling

/// The stored results a run can reuse, as they stood when it was planned: found by key, their facts readable.
struct StoredResults {
    struct Model {
        let entry: CacheEntry
        let trace: TrainingTrace
        let fitSeconds: Double
        /// The search that decided its settings, where there was one.
        let search: SearchRecord?
    }

    /// The cleaned tables, where the site keeps them.
    let clean: CacheEntry?
    /// Loaded or cleaned tables that an earlier run kept on its way.
    let tablesCheckpoint: TablesCheckpoint?
    let features: CacheEntry?
    let unsplitFeatures: CacheEntry?
    let candidates: [String: Model]
    let evaluate: (entry: CacheEntry, evaluation: Evaluation)?
    /// How the published run's model scored on the test part.
    let championScores: CacheEntry?
    let refit: Model?
    let export: CacheEntry?
    /// What searches found, by candidate: kept with the candidate, and with the evaluation that scored it.
    let searches: [String: SearchRecord]
    /// What each search will take, by candidate.
    let searchSummaries: [String: String]
    /// For trainings that aren't stored but were begun, by slot: the iteration after which they go on.
    let resumable: [String: Int]
    /// The candidate that ships and the key of its model, where stored results say so before anything runs.
    let shipped: (candidate: String, key: CacheKey)?
    /// Whether the dataset was stored until it turned out damaged.
    let isFeaturesDamaged: Bool
    /// Candidates whose models were.
    let damagedCandidates: Set<String>

    /// - Parameters:
    ///   - reuses: whether what is stored of a stage counts.
    ///   - rejected: directories of entries that turned out damaged; they count as absent.
    init(
        _ keys: ChainKeys, pipeline: ResolvedPipeline, cache: StageCache, reuses: (StageName) -> Bool = { _ in true },
        rejected: Set<String> = []
    ) {
        func entry(_ key: CacheKey?) -> CacheEntry? {
            guard let key, key.stage.map(reuses) ?? true, let entry = cache.entry(for: key) else { return nil }
            return rejected.contains(entry.directory) ? nil : entry
        }
        isFeaturesDamaged = keys.features.map { rejected.contains(cache.place(of: $0)) } ?? false
        damagedCandidates = Set(keys.candidates.filter { rejected.contains(cache.place(of: $0.key)) }.map(\.id))
        clean = pipeline.config.cachesTables ? entry(keys.clean) : nil
        tablesCheckpoint = TablesCheckpoint.latest(keys, in: cache, reuses: reuses, rejected: rejected)
        features = entry(keys.features)
        unsplitFeatures = entry(keys.unsplitFeatures)
        candidates = keys.candidates.reduce(into: [:]) { $0[$1.id] = entry($1.key).flatMap(Model.init) }
        evaluate = entry(keys.evaluate).flatMap { entry in
            Evaluation(entry.facts).map { (entry, $0) }
        }
        championScores = entry(keys.championScores)
        searchSummaries = keys.searches.mapValues { search in
            search.summary(storedTrials: reuses(.train) ? keys.storedTrialCount(of: search, in: cache) : 0)
        }
        searches = Self.searches(candidates, evaluate: evaluate?.entry)
        shipped = Self.shipped(
            keys, pipeline: pipeline, evaluate: evaluate, candidates: candidates, searches: searches)
        refit = pipeline.refits ? entry(shipped?.key).flatMap(Model.init) : nil
        let trainings = keys.candidates.map(\.key) + [pipeline.refits ? shipped?.key : nil].compactMap(\.self)
        resumable =
            reuses(.train)
            ? trainings.reduce(into: [:]) { $0[$1.slot] = CheckpointStore.iteration(of: $1, in: cache) } : [:]
        let isExportKnown = pipeline.export != nil && (shipped != nil || pipeline.train == nil)
        export = isExportKnown ? entry(keys.export(shipping: shipped?.key)) : nil
    }

    private static func shipped(
        _ keys: ChainKeys, pipeline: ResolvedPipeline, evaluate: (entry: CacheEntry, evaluation: Evaluation)?,
        candidates: [String: Model], searches: [String: SearchRecord]
    ) -> (candidate: String, key: CacheKey)? {
        guard let train = pipeline.train, let first = train.candidates.first else { return nil }
        if pipeline.evaluate != nil, evaluate == nil { return nil }
        let winner = evaluate?.evaluation.selected ?? first.id
        guard pipeline.refits else { return (winner, keys.candidate(winner)) }
        let chosen = ChosenIterations(evaluate?.entry.facts)[winner] ?? candidates[winner]?.trace.chosenIteration
        guard let listed = train.candidates.first(where: { $0.id == winner }), let chosen,
            let candidate = keys.effective(listed, searches[winner])
        else { return nil }
        return (winner, keys.refit(candidate, iterations: chosen))
    }

    private static func searches(_ candidates: [String: Model], evaluate: CacheEntry?) -> [String: SearchRecord] {
        let scored = (evaluate?.facts[SearchRecord.fact]?.arrayValue ?? []).compactMap(SearchRecord.init)
        let known = Dictionary(scored.map { ($0.candidate, $0) }) { first, _ in first }
        return known.merging(candidates.compactMapValues(\.search)) { _, own in own }
    }
}

extension StoredResults.Model {
    /// Nil where the entry's facts can't be read: such a model is made anew.
    init?(_ entry: CacheEntry) {
        guard let trace = entry.facts["trace"].flatMap(TrainingTrace.init),
            let fitSeconds = entry.facts["fit_seconds"]?.doubleValue
        else { return nil }
        self.init(
            entry: entry, trace: trace, fitSeconds: fitSeconds,
            search: entry.facts[SearchRecord.modelFact].flatMap(SearchRecord.init))
    }
}

/// The iteration each candidate's model was kept at, which a refit repeats: part of a stored evaluation, so that the winner
/// can be refitted when its evaluation model is no longer stored.
struct ChosenIterations {
    static let fact = "chosen_iterations"
    private let byCandidate: [String: Int]

    init(_ facts: JSON?) {
        byCandidate = (facts?[Self.fact]?.members ?? []).reduce(into: [:]) { $0[$1.name] = $1.value.integerValue }
    }

    subscript(candidate: String) -> Int? { byCandidate[candidate] }

    static func json(of candidates: [TrainedCandidate]) -> JSON {
        .object(candidates.map { .init($0.id, .integer($0.trace.chosenIteration)) })
    }
}
