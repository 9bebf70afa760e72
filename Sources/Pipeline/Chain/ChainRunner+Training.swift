import Modelling

extension ChainRunner {
    /// The candidates that later stages need: fitted now, or read from the cache.
    func trainCandidates(on dataset: (any Dataset)?) throws -> [TrainedCandidate] {
        guard let train = pipeline.train else { return [] }
        noteStarts()
        var trained: [TrainedCandidate] = []
        for candidate in train.candidates {
            if needs.fits.contains(candidate.id), let dataset {
                trained.append(try work(.train) { try fitAndStore(candidate, on: dataset, with: train) })
            } else if let model = stored.candidates[candidate.id] {
                used.insert(model.entry.directory)
                forgetCheckpoint(of: keys.candidate(candidate.id))
                outcome.curves.append(.init(candidate: candidate.id, trace: model.trace))
                if let search = model.search { outcome.searches.append(search) }
                if needs.readsCandidates.contains(candidate.id) {
                    trained.append(try read(model, of: candidate, with: train))
                }
            } else if let search = stored.searches[candidate.id] {
                outcome.searches.append(search)
            }
        }
        return trained
    }

    private func fitAndStore(
        _ candidate: Candidate, on dataset: any Dataset, with train: any Training
    ) throws -> TrainedCandidate {
        if let search = keys.searches[candidate.id] {
            return try searchAndStore(search, on: dataset, with: train)
        }
        let validation =
            candidate.model.component.reads.contains(.validation)
            ? try pipeline.evaluate?.validation(of: dataset, in: context.uninterrupted) : nil
        let key = keys.candidate(candidate.id)
        let starting = try startingEvaluation(candidate, on: dataset)
        let fitted = try keepingCheckpoints(of: key) { checkpoints in
            let fitted = try train.fit(
                starting, on: dataset, validation: validation, fixedIterations: nil, checkpoints: checkpoints,
                pauseAfter: nil, in: context)
            try store(fitted, key: key, then: checkpoints.remove)
            return fitted
        }
        outcome.curves.append(.init(candidate: candidate.id, trace: fitted.trace))
        return fitted
    }

    /// Trains a result; how far it came is kept until that is stored. A training that can't succeed leaves nothing: it would
    /// fail again.
    private func keepingCheckpoints(
        of key: CacheKey, _ body: (CheckpointStore) throws -> TrainedCandidate
    ) throws -> TrainedCandidate {
        let checkpoints = CheckpointStore(cache, result: key, run: runID, resumes: options.reuses(.train))
        used.insert(checkpoints.directory)
        do {
            return try body(checkpoints)
        } catch let error as DataError {
            checkpoints.remove()
            throw error
        }
    }

    /// Removes what a run left that was killed between storing a model and removing its checkpoint.
    private func forgetCheckpoint(of key: CacheKey) {
        CheckpointStore(cache, result: key, run: runID, resumes: false).remove()
    }

    /// Stores a fitted model while the run goes on, unless a time budget ended it: how far it came depends on the clock.
    ///
    /// - Parameter then: runs when it is stored, or is not to be.
    func store(
        _ fitted: TrainedCandidate, key: CacheKey, search: SearchRecord? = nil,
        then: @escaping @Sendable () -> Void = {}
    ) throws {
        guard fitted.trace.ending != .timeBudget else {
            context.log.warning("\(fitted.id) was ended by its time budget and is not stored")
            return then()
        }
        let found = search.map { [JSON.Member(SearchRecord.modelFact, $0.json)] } ?? []
        let start = JSON.Member(TrainingStart.fact, outcome.starts[fitted.id]?.json ?? .null)
        let facts = JSON.object(
            [.init("trace", fitted.trace.json), .init("fit_seconds", .double(fitted.fitSeconds)), start] + found)
        let write = { @Sendable [files = cache.files] (directory: String) in
            [try SafetensorsFile.write(fitted.model.archive(), to: "\(directory)/\(BundleFile.model)", in: files)]
        }
        used.insert(try cache.storeBehind(key, run: runID, steps: [], facts: facts, body: write, then: then))
    }

    private func read(
        _ model: StoredResults.Model, of candidate: Candidate, with train: any Training
    ) throws -> TrainedCandidate {
        used.insert(model.entry.directory)
        return try train.restore(
            effective(candidate), model: SafetensorsFile.read(model.entry.path(BundleFile.model)), trace: model.trace,
            fitSeconds: model.fitSeconds)
    }

    /// The model that ships, with the data it was trained on; nil when the stored export is reused or nothing is trained.
    func modelToShip(
        among candidates: [TrainedCandidate], on dataset: inout (any Dataset)?
    ) throws -> (model: ExportInput.ShippedModel, key: CacheKey)? {
        guard let train = pipeline.train, let winner = winner(of: train) else { return nil }
        outcome.shipped = (winner.id, winner.model.name, winner.model.settings)
        let fitted = candidates.first { $0.id == winner.id }
        if let fitted, fitted.trace.ending == .timeBudget { outcome.unstoredWinner = fitted }
        guard needs.exports else { return nil }
        guard needs.refits else {
            guard let fitted, let dataset else { throw DamagedResult(slot: "train/\(winner.id)") }
            outcome.shippedCounts = dataset.counts
            let model = ExportInput.ShippedModel(
                candidate: winner.id, modelName: fitted.modelName, model: fitted.model, dataset: dataset)
            let key = keys.candidate(winner.id)
            return (model, fitted.trace.ending == .timeBudget ? key.ofRunAlone(runID) : key)
        }
        // The split dataset is not needed any more: the one of all rows takes its place.
        dataset = nil
        guard let iterations = fitted?.trace.chosenIteration ?? chosenIterations(of: winner.id) else {
            throw DamagedResult(slot: "train/\(winner.id)")
        }
        return try refit(winner, iterations: iterations, with: train)
    }

    private func chosenIterations(of id: String) -> Int? {
        stored.candidates[id]?.trace.chosenIteration ?? ChosenIterations(stored.evaluate?.entry.facts)[id]
    }

    private func winner(of train: any Training) -> Candidate? {
        let id = outcome.evaluation?.selected ?? train.candidates.first?.id
        return train.candidates.first { $0.id == id }.map(effective)
    }

    /// A candidate with the settings it was trained with.
    private func effective(_ candidate: Candidate) -> Candidate {
        let record = outcome.searches.first { $0.candidate == candidate.id } ?? stored.searches[candidate.id]
        return keys.effective(candidate, record) ?? candidate
    }

    private func refit(
        _ winner: Candidate, iterations: Int, with train: any Training
    ) throws -> (model: ExportInput.ShippedModel, key: CacheKey) {
        let key = keys.refit(winner, iterations: iterations)
        let dataset = try unsplitDataset()
        outcome.shippedCounts = dataset.counts
        let fitted: TrainedCandidate
        if options.reuses(.train), let model = cache.entry(for: key).flatMap(StoredResults.Model.init),
            try cache.verify(model.entry)
        {
            forgetCheckpoint(of: key)
            fitted = try read(model, of: winner, with: train)
        } else {
            fitted = try work(.train) {
                let starting = try startingRefit(winner, on: dataset)
                return try keepingCheckpoints(of: key) { checkpoints in
                    let fitted = try train.fit(
                        starting, on: dataset, validation: nil, fixedIterations: iterations, checkpoints: checkpoints,
                        pauseAfter: nil, in: context)
                    try store(fitted, key: key, then: checkpoints.remove)
                    return fitted
                }
            }
        }
        let model = ExportInput.ShippedModel(
            candidate: winner.id, modelName: fitted.modelName, model: fitted.model, dataset: dataset)
        return (model, key)
    }

    private func unsplitDataset() throws -> any Dataset {
        try cache.finishStores()
        guard let features = pipeline.features, let key = keys.unsplitFeatures, let entry = cache.entry(for: key) else {
            throw DamagedResult(slot: "features/all")
        }
        return try read(entry, with: features)
    }
}
