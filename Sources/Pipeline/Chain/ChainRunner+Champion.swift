import Modelling

extension ChainRunner {
    /// Finds what the gate holds the winner against, and scores it on the test part unless its scores are stored.
    ///
    /// - Parameters:
    ///   - dataset: present where `needs.scoresChampion` asks for it.
    ///   - candidates: those that were trained or read.
    func scoreChampion(on dataset: (any Dataset)?, besides candidates: [TrainedCandidate]) throws {
        guard pipeline.comparesWithChampion, let evaluation = outcome.evaluation else { return }
        // How far a training came that its time budget ended depends on the clock: it is another model every time.
        let isTimed = candidates.first { $0.id == evaluation.selected }?.trace.ending == .timeBudget
        switch keys.published {
        case .none: outcome.gateChampion = GateChampion.none
        case .unreadable(let run, let obstacle):
            outcome.gateChampion = .incomparable(run: run, obstacle: obstacle)
        case .found(let champion) where champion.training == keys.candidate(evaluation.selected).digest && !isTimed:
            outcome.gateChampion = .sameModel(run: champion.run)
        case .found(let champion):
            if let obstacle = try obstacle(toComparingWith: champion) {
                outcome.gateChampion = .incomparable(run: champion.run, obstacle: obstacle)
            } else {
                outcome.gateChampion = .scored(run: champion.run, try scores(of: champion, on: dataset))
            }
        }
    }

    /// Why the champion can't be scored on today's test part.
    private func obstacle(toComparingWith champion: EvaluationModel) throws -> GateVerdict.Obstacle? {
        if champion.basis != keys.splitBasis {
            let changes = CacheKey(slot: "split", ingredients: keys.splitBasis).differences(from: champion.basis)
            return .init(.splitChanged, detail: changes.joined(separator: ", "))
        }
        if let (cause, detail) = try obstacle(to: champion) { return .init(cause, detail: detail) }
        guard try champion.itemPopularity() != nil else {
            return .init(.noEvaluationModel, detail: "it lacks \(EvaluationModel.popularity)")
        }
        return nil
    }

    private func scores(of champion: EvaluationModel, on dataset: (any Dataset)?) throws -> ChampionScores {
        if let entry = stored.championScores, let scores = ChampionScores(entry) {
            used.insert(entry.directory)
            return scores
        }
        guard let stage = pipeline.evaluate, let key = keys.championScores, let dataset else {
            throw DamagedResult(slot: "features")
        }
        let entry = try work(.evaluate) {
            let model = try StoredModel(champion, catalog: pipeline.catalog)
            let scores = try stage.score(model, on: dataset, in: context)
            return try ChampionScores.store(scores, key: key, run: runID, in: cache)
        }
        used.insert(entry.directory)
        guard let scores = ChampionScores(entry) else { throw DamagedResult(slot: key.slot) }
        return scores
    }
}
