/// Which work a run must do, given what is stored and how far it is to go.
struct ChainNeeds {
    let exports: Bool
    let evaluates: Bool
    /// Whether the gate compares with the published run's model, for which it must know which rows are held out.
    let comparesWithChampion: Bool
    /// Whether that model is scored.
    let scoresChampion: Bool
    /// Candidates to fit, in their order.
    let fits: [String]
    /// Candidates whose stored models are read.
    let readsCandidates: Set<String>
    /// Whether the split dataset is looked into.
    let usesDataset: Bool
    let buildsDataset: Bool
    /// Whether a model is trained again on all rows before it ships.
    let refits: Bool
    let buildsUnsplitDataset: Bool
    /// Whether a stage after clean reads the tables.
    let usesTables: Bool
    let loadsTables: Bool
    let cleansTables: Bool
    /// Whether stored cleaned tables take the place of loading and cleaning.
    let readsTables: Bool
    /// Whether the run keeps an evaluation model, for which parts are made anew that turned out damaged.
    let keepsEvaluationModel: Bool
    /// Whether tables that an earlier run kept on its way take the place of loading, or of loading and cleaning.
    let resumesTables: Bool

    init(_ pipeline: ResolvedPipeline, keys: ChainKeys, stored: StoredResults, until: StageName) {
        let ids = (pipeline.train?.candidates ?? []).map(\.id)
        let missing = ids.filter { stored.candidates[$0] == nil }
        let exports = until >= .export && pipeline.export != nil && stored.export == nil
        let evaluates = until >= .evaluate && pipeline.evaluate != nil && stored.evaluate == nil
        // A model ships as it was evaluated, or its refit does: then only its number of iterations is needed.
        let shipsEvaluated = exports && !pipeline.refits
        let winner = stored.shipped?.candidate
        let isTrainLast = until == .train
        let keepsEvaluationModel = until >= .export && pipeline.export != nil && winner != nil
        self.keepsEvaluationModel = keepsEvaluationModel
        fits =
            until < .train
            ? []
            : missing.filter { id in
                evaluates || isTrainLast || (shipsEvaluated && (winner == nil || winner == id))
                    || (exports && pipeline.refits && winner == nil)
                    || (keepsEvaluationModel && winner == id && stored.damagedCandidates.contains(id))
            }
        readsCandidates = Set(
            ids.filter { id in
                stored.candidates[id] != nil && (evaluates || (shipsEvaluated && (winner == nil || winner == id)))
            })
        comparesWithChampion = until >= .export && Self.compares(keys, stored)
        scoresChampion = comparesWithChampion && stored.championScores == nil
        usesDataset = !fits.isEmpty || evaluates || scoresChampion || (shipsEvaluated && pipeline.train != nil)
        let isFeaturesLast = until >= .features && (until == .features || pipeline.train == nil)
        let looksAtFeatures =
            usesDataset || isFeaturesLast || comparesWithChampion
            || (keepsEvaluationModel && stored.isFeaturesDamaged)
        let buildsDataset = pipeline.features != nil && stored.features == nil && looksAtFeatures
        refits = exports && pipeline.refits
        let buildsUnsplitDataset = refits && stored.unsplitFeatures == nil
        let exportsTables = exports && pipeline.exportsTables
        // Without features only exporters of tables read what is cleaned; without an export nothing is left to reuse.
        let isTablesLast = until <= .clean || (pipeline.features == nil && (until < .export || pipeline.export == nil))
        self.exports = exports
        self.evaluates = evaluates
        self.buildsDataset = buildsDataset
        self.buildsUnsplitDataset = buildsUnsplitDataset
        usesTables = buildsDataset || buildsUnsplitDataset || exportsTables
        let needsTables = usesTables || isTablesLast
        readsTables = needsTables && until >= .clean && stored.clean != nil
        let kept = needsTables && !readsTables ? stored.tablesCheckpoint?.stage : nil
        resumesTables = kept.map { $0 <= until } ?? false
        loadsTables = needsTables && !readsTables && !resumesTables
        cleansTables = (loadsTables || (resumesTables && kept == .load)) && until >= .clean
    }

    /// Whether the gate needs scores of the champion, as far as is known before the winner is: its own model needs none.
    private static func compares(_ keys: ChainKeys, _ stored: StoredResults) -> Bool {
        guard keys.championScores != nil, case .found(let champion) = keys.published else { return false }
        guard let winner = stored.evaluate?.evaluation.selected else { return true }
        return keys.candidate(winner).digest != champion.training
    }

    /// The stored results whose files the run reads: their content must be sound before anything relies on them.
    func reads(of stored: StoredResults, until: StageName) -> [CacheEntry] {
        let readsDataset = (usesDataset || comparesWithChampion) && !buildsDataset
        let entries: [CacheEntry?] = [
            readsTables ? stored.clean : nil, resumesTables ? stored.tablesCheckpoint?.entry : nil,
            readsDataset ? stored.features : nil,
            refits ? stored.unsplitFeatures : nil,
            refits ? stored.refit?.entry : nil, until >= .evaluate && !evaluates ? stored.evaluate?.entry : nil,
            until >= .export && !exports ? stored.export : nil, comparesWithChampion ? stored.championScores : nil,
        ]
        let kept = keepsEvaluationModel ? partsOfEvaluationModel(in: stored, readsDataset: readsDataset) : []
        return entries.compactMap(\.self) + kept + readsCandidates.compactMap { stored.candidates[$0]?.entry }
    }

    /// What goes from the cache into the evaluation model and is read for nothing else.
    private func partsOfEvaluationModel(in stored: StoredResults, readsDataset: Bool) -> [CacheEntry] {
        let features = readsDataset ? nil : stored.features?.only(EvaluationModel.companions)
        let winner = stored.shipped.flatMap { readsCandidates.contains($0.candidate) ? nil : $0.candidate }
        return [features, winner.flatMap { stored.candidates[$0]?.entry }].compactMap(\.self)
    }
}
