import Modelling

extension ChainRunner {
    /// Scores the candidates, or takes the stored scores.
    func evaluate(_ candidates: [TrainedCandidate], on dataset: (any Dataset)?) throws {
        guard let stage = pipeline.evaluate, let key = keys.evaluate else { return }
        if let (entry, evaluation) = stored.evaluate {
            used.insert(entry.directory)
            outcome.evaluation = evaluation
            outcome.evaluationFiles = entry.files.map { entry.path($0.path) }
            return
        }
        guard let dataset else { throw DamagedResult(slot: "features") }
        let entry = try work(.evaluate) {
            let evaluation = try stage.run(candidates, on: dataset, in: context)
            outcome.evaluation = evaluation
            let chosen = JSON.Member(ChosenIterations.fact, ChosenIterations.json(of: candidates))
            let searches = JSON.Member(SearchRecord.fact, .array(outcome.searches.map(\.json)))
            let starts = outcome.starts.sorted { $0.key < $1.key }.map { JSON.Member($0.key, $0.value.json) }
            let facts = JSON.object(
                (evaluation.json.members ?? []) + [chosen, searches, .init(TrainingStart.listFact, .object(starts))])
            let isTimed = candidates.contains { $0.trace.ending == .timeBudget }
            return try cache.store(
                isTimed ? key.ofRunAlone(runID) : key, run: runID, steps: [], facts: facts
            ) { directory in
                let perUser = try PerUserFile.write(
                    evaluation.perUser, to: "\(directory)/\(PerUserFile.name)", in: cache.files)
                let evidence = try evaluation.evidence.map {
                    try EvidenceFiles.write($0, users: evaluation.perUser.users, to: directory, in: cache.files)
                }
                return [perUser] + (evidence ?? [])
            }
        }
        used.insert(entry.directory)
        outcome.evaluationFiles = entry.files.map { entry.path($0.path) }
    }
}
