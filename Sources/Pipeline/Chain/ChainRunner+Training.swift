import Modelling

extension ChainRunner {
    /// The candidates that later stages need: fitted now, or read from the cache.
    func trainCandidates(on dataset: (any Dataset)?) throws -> [TrainedCandidate] {
        guard let train = pipeline.train else { return [] }
        var trained: [TrainedCandidate] = []
        for candidate in train.candidates {
            if needs.fits.contains(candidate.id), let dataset {
                trained.append(try work(.train) { try fitAndStore(candidate, on: dataset, with: train) })
            } else if let entry = stored.candidates[candidate.id] {
                noteTrace(of: entry, id: candidate.id)
                if needs.readsCandidates {
                    trained.append(try read(entry, of: candidate, with: train))
                }
            }
        }
        return trained
    }

    private func fitAndStore(
        _ candidate: Candidate, on dataset: any Dataset, with train: any Training
    ) throws -> TrainedCandidate {
        let validation =
            candidate.model.component.reads.contains(.validation)
            ? try pipeline.evaluate?.validation(of: dataset, in: context) : nil
        let fitted = try train.fit(
            candidate, on: dataset, validation: validation, fixedIterations: nil, in: context)
        outcome.curves.append(.init(candidate: candidate.id, trace: fitted.trace))
        try store(fitted, key: keys.candidate(candidate.id))
        return fitted
    }

    /// Stores a fitted model, unless a time budget ended it: how far it came depends on the clock.
    private func store(_ fitted: TrainedCandidate, key: CacheKey) throws {
        guard fitted.trace.ending != .timeBudget else {
            context.log.warning("\(fitted.id) was ended by its time budget and is not stored")
            return
        }
        let facts: JSON = ["trace": fitted.trace.json, "fit_seconds": .double(fitted.fitSeconds)]
        let entry = try cache.store(key, run: runID, steps: [], facts: facts) { directory in
            [try SafetensorsFile.write(fitted.model.archive(), to: "\(directory)/model.safetensors")]
        }
        used.insert(entry.directory)
    }

    private func read(
        _ entry: CacheEntry, of candidate: Candidate, with train: any Training
    ) throws -> TrainedCandidate {
        used.insert(entry.directory)
        guard let trace = entry.facts["trace"].flatMap(TrainingTrace.init) else {
            throw DamagedResult(slot: "train/\(candidate.id)")
        }
        return try train.restore(
            candidate, model: SafetensorsFile.read(entry.path("model.safetensors")), trace: trace,
            fitSeconds: entry.facts["fit_seconds"]?.doubleValue ?? 0)
    }

    private func noteTrace(of entry: CacheEntry, id: String) {
        used.insert(entry.directory)
        guard let trace = entry.facts["trace"].flatMap(TrainingTrace.init) else { return }
        outcome.curves.append(.init(candidate: id, trace: trace))
    }

    /// The model that ships, with the data it was trained on; nil when the stored export is reused or nothing is trained.
    func modelToShip(
        among candidates: [TrainedCandidate], on dataset: inout (any Dataset)?
    ) throws -> (model: ExportInput.ShippedModel, key: CacheKey)? {
        guard let train = pipeline.train, let winner = winner(of: train) else { return nil }
        outcome.shipped = (winner.id, winner.model.name, winner.model.settings)
        guard needs.exports else { return nil }
        guard pipeline.refits else {
            guard let fitted = candidates.first(where: { $0.id == winner.id }), let dataset else {
                throw DamagedResult(slot: "train/\(winner.id)")
            }
            let model = ExportInput.ShippedModel(
                candidate: winner.id, modelName: fitted.modelName, model: fitted.model, dataset: dataset)
            let key = keys.candidate(winner.id)
            return (model, fitted.trace.ending == .timeBudget ? key.ofRunAlone(runID) : key)
        }
        // The split dataset is not needed any more: the one of all rows takes its place.
        dataset = nil
        return try refit(winner, with: train)
    }

    private func winner(of train: any Training) -> Candidate? {
        let id = outcome.evaluation?.selected ?? train.candidates.first?.id
        return train.candidates.first { $0.id == id }
    }

    private func refit(
        _ winner: Candidate, with train: any Training
    ) throws -> (model: ExportInput.ShippedModel, key: CacheKey) {
        let iterations = outcome.curves.first { $0.candidate == winner.id }?.trace.chosenIteration ?? 0
        let key = keys.refit(winner, iterations: iterations)
        let dataset = try unsplitDataset()
        let fitted: TrainedCandidate
        if !options.force, let entry = cache.entry(for: key), cache.verify(entry) {
            fitted = try read(entry, of: winner, with: train)
        } else {
            fitted = try work(.train) {
                let fitted = try train.fit(
                    winner, on: dataset, validation: nil, fixedIterations: iterations, in: context)
                try store(fitted, key: key)
                return fitted
            }
        }
        let model = ExportInput.ShippedModel(
            candidate: winner.id, modelName: fitted.modelName, model: fitted.model, dataset: dataset)
        return (model, key)
    }

    private func unsplitDataset() throws -> any Dataset {
        guard let features = pipeline.features, let key = keys.unsplitFeatures, let entry = cache.entry(for: key) else {
            throw DamagedResult(slot: "features/all")
        }
        return try read(entry, with: features)
    }
}
