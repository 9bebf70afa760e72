import Modelling

extension ChainRunner {
    /// Finds what the gate holds the winner against, and scores it on the test part where a condition looks at it, unless its
    /// scores are stored.
    ///
    /// - Parameters:
    ///   - dataset: present where `needs.scoresChampion` asks for it.
    ///   - candidates: those that were trained or read.
    func findGateChampion(on dataset: (any Dataset)?, besides candidates: [TrainedCandidate]) throws {
        guard !pipeline.gate.isEmpty, let evaluation = outcome.evaluation else { return }
        // How far a training came that its time budget ended depends on the clock: it is another model every time.
        let isTimed = candidates.first { $0.id == evaluation.selected }?.trace.ending == .timeBudget
        let winner = isTimed ? nil : keys.candidate(evaluation.selected).digest
        outcome.gateChampion =
            switch keys.published {
            case .none: GateChampion.none
            case .unclear(let last, let problem): .unclear(last: last, problem)
            case .unreadable(let run, let absence):
                .incomparable(run: run, UnfairComparison(.noEvaluationModel, detail: "\(absence)"))
            case .found(let champion): try gateChampion(champion, winner: winner, on: dataset)
            }
    }

    /// - Parameter winner: the key of the winner's training; nil where no other can be the same.
    private func gateChampion(
        _ champion: EvaluationModel, winner: String?, on dataset: (any Dataset)?
    ) throws -> GateChampion {
        // A gate that looks at the challenger alone asks for no more than the same split and seed.
        let changes = SplitBasis.changes(
            from: champion.basis, to: keys.splitBasis,
            in: pipeline.comparesWithChampion ? nil : SplitBasis.splitSettings)
        guard changes.isEmpty else {
            return .incomparable(
                run: champion.run, UnfairComparison(.splitChanged, detail: changes.joined(separator: ", ")))
        }
        if champion.training == winner { return .sameModel(run: champion.run) }
        guard pipeline.comparesWithChampion else { return .notCompared(run: champion.run) }
        if let obstacle = try obstacle(toComparingWith: champion) {
            return .incomparable(run: champion.run, obstacle)
        }
        return .scored(run: champion.run, try scores(of: champion, on: dataset))
    }

    /// Why the champion can't be scored on today's test part.
    private func obstacle(toComparingWith champion: EvaluationModel) throws -> UnfairComparison? {
        if let (cause, detail) = try obstacle(to: champion) {
            let once = "it had neither a gate nor `warm_start`; this run keeps them"
            return UnfairComparison(
                cause, detail: cause == .rowsNotKept ? once : detail, advice: advice(on: cause))
        }
        guard champion.hasIDs, try champion.itemPopularity() != nil else {
            return UnfairComparison(.noEvaluationModel, detail: "it keeps no ids, or no \(EvaluationModel.popularity)")
        }
        return nil
    }

    private func advice(on cause: TrainingStart.Cause) -> String? {
        switch cause {
        case .earlierInstant: "give a later `--as-of`"
        case .heldOutRowsTrained:
            pipeline.features?.split?.component.movesIntoTrained(
                hasValidation: pipeline.features?.hasValidation ?? false)
        default: nil
        }
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
