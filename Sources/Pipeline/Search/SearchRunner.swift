import Modelling

/// Runs a search: trains its trials rung by rung, keeps each result, and ends with the best trial's model.
///
/// Trials run one after the other, each on all cores. A trial's result at each rung is an entry of the cache; what it needs
/// to go on is its checkpoint, which goes when it loses. So an interrupted search goes on where it was, and one with more
/// trials does only the new ones.
package struct SearchRunner {
    /// The keys of a trial's results.
    package struct Keys: Sendable {
        /// After so many iterations, or at its end where training has none.
        let result: @Sendable (CandidateSearch.Trial, _ iterations: Int?) -> CacheKey
        /// Of its training, however far it has come.
        let training: @Sendable (CandidateSearch.Trial) -> CacheKey

        package init(
            result: @escaping @Sendable (CandidateSearch.Trial, Int?) -> CacheKey,
            training: @escaping @Sendable (CandidateSearch.Trial) -> CacheKey
        ) {
            self.result = result
            self.training = training
        }
    }

    let search: CandidateSearch
    let train: any Training
    let dataset: any Dataset
    /// What trials are chosen by.
    let scorer: TrainingSession.Validation
    /// What early stopping inside a trial looks at, where its model does.
    let validation: TrainingSession.Validation?
    let keys: Keys
    let cache: StageCache
    let runID: String
    /// Whether earlier results count.
    let reuses: Bool
    let context: RunContext
    /// As far as the search has come.
    package private(set) var record: SearchRecord
    /// Entries the search made or read.
    private(set) var used: Set<String> = []

    package init(
        _ search: CandidateSearch, with train: any Training, on dataset: any Dataset,
        scorer: TrainingSession.Validation, validation: TrainingSession.Validation?, keys: Keys, cache: StageCache,
        runID: String, reuses: Bool, context: RunContext
    ) {
        self.search = search
        self.train = train
        self.dataset = dataset
        self.scorer = scorer
        self.validation = validation
        self.keys = keys
        self.cache = cache
        self.runID = runID
        self.reuses = reuses
        self.context = context
        record = SearchRecord(
            candidate: search.candidate, method: search.method, metric: scorer.metricName,
            higherIsBetter: scorer.higherIsBetter, parameters: search.parameters,
            duplicateCount: search.duplicateCount,
            trials: search.trials.map { SearchRecord.Trial(number: $0.number, parameters: $0.parameters) })
    }

    /// - Returns: the searched candidate as the best trial trained it.
    /// - Throws: `DataError` when every trial failed; `CancellationError`, with the finished trials stored.
    package mutating func run() throws -> TrainedCandidate {
        var alive = Array(search.trials.indices)
        var results: [Int: TrialResult] = [:]
        for (number, rung) in search.schedule.rungs.enumerated() {
            let isLast = number == search.schedule.rungs.count - 1
            var leader: Int?
            for index in alive where results[index]?.isFinal != true {
                let result = try self.result(of: index, rung: rung, isFirst: number == 0)
                results[index] = result
                note(result, of: index)
                // Only one model has to be kept in the end.
                guard isLast, result.score != nil else { continue }
                if let former = leader {
                    let isBetter = ranked([former, index], results).first == index
                    try eliminate(isBetter ? former : index, &results, status: .completed)
                    leader = isBetter ? index : former
                } else {
                    leader = index
                }
            }
            let standing = ranked(alive.filter { results[$0]?.score != nil }, results)
            guard !standing.isEmpty else { throw allFailed() }
            let next = isLast ? 1 : search.schedule.rungs[number + 1].trialCount
            for index in standing.dropFirst(next) {
                try eliminate(index, &results, status: isLast ? .completed : .eliminated)
            }
            alive = standing.prefix(next).sorted()
        }
        guard let winner = alive.first, let result = results[winner] else { throw allFailed() }
        return try choose(winner, result)
    }

    /// From the best to the worst; equals by number.
    private func ranked(_ indices: [Int], _ results: [Int: TrialResult]) -> [Int] {
        indices.sorted { first, second in
            let (score, other) = (results[first]?.score ?? .nan, results[second]?.score ?? .nan)
            if record.isBetter(score, than: other) { return true }
            return record.isBetter(other, than: score) ? false : first < second
        }
    }

    private mutating func note(_ result: TrialResult, of index: Int) {
        used.insert(result.entry.directory)
        record.trials[index].seconds = result.seconds
        switch result.outcome {
        case .failed(let reason):
            record.trials[index].status = .failed
            record.trials[index].reason = reason
        case .scored(let score, let trace, _):
            record.trials[index].rungs.append(.init(iterations: trace.iterations.count, score: score))
            let number = record.trials[index].number
            let rounded = (score * 1e6).rounded() / 1e6
            context.log.info(
                "\(search.candidate)/trial-\(number)",
                metadata: ["iterations": "\(trace.iterations.count)", "\(record.metric)": "\(rounded)"])
        }
    }

    private func allFailed() -> DataError {
        let reasons = record.trials.compactMap(\.reason)
        return DataError(
            place: "train.search of \(search.candidate)",
            found: "all \(record.trials.count) trials failed, the first because: \(reasons.first ?? "unknown")",
            expected: "a trial that trains to its end", remedy: "search other ranges, nearer to the defaults")
    }
}

// MARK: - One trial

extension SearchRunner {
    /// A trial's result at the end of a rung: stored, or trained now from where it was.
    private mutating func result(
        of index: Int, rung: HalvingSchedule.Rung, isFirst: Bool
    ) throws -> TrialResult {
        let trial = search.trials[index]
        // A trial that trains for less than its rung depends on its own number alone.
        let iterations = rung.iterations.map { min($0, trial.model.component.iterations ?? $0) }
        let key = keys.result(trial, iterations)
        if reuses, let stored = cache.entry(for: key).flatMap({ TrialResult($0, key: key) }) {
            return stored
        }
        try context.checkCancellation()
        let checkpoints = checkpoints(of: trial, resumes: reuses || !isFirst)
        used.insert(checkpoints.directory)
        let started = ContinuousClock.now
        do {
            let fitted = try fit(trial, pauseAfter: iterations, checkpoints)
            let isFinal = fitted.trace.ending != .paused
            let outcome = TrialResult.Outcome.scored(
                score: try scorer.score(fitted.model), trace: fitted.trace, isFinal: isFinal)
            let result = try store(
                outcome, seconds: fitted.fitSeconds, model: isFinal ? fitted.model : nil, key: key)
            if isFinal { checkpoints.remove() }
            return result
        } catch let error as DataError {
            checkpoints.remove()
            context.log.warning("\(search.candidate)/trial-\(trial.number) failed: \(error)")
            let outcome = TrialResult.Outcome.failed(reason: "\(error.found); \(error.remedy)")
            return try store(outcome, seconds: (ContinuousClock.now - started).seconds, model: nil, key: key)
        }
    }

    private func fit(
        _ trial: CandidateSearch.Trial, pauseAfter: Int?, _ checkpoints: CheckpointStore
    ) throws -> TrainedCandidate {
        let stops = trial.model.component.reads.contains(.validation)
        return try train.fit(
            search.candidate(of: trial), on: dataset, validation: stops ? validation : nil, fixedIterations: nil,
            checkpoints: checkpoints, pauseAfter: pauseAfter, in: context)
    }

    private func checkpoints(of trial: CandidateSearch.Trial, resumes: Bool) -> CheckpointStore {
        CheckpointStore(cache, result: keys.training(trial), run: runID, resumes: resumes)
    }

    private func store(
        _ outcome: TrialResult.Outcome, seconds: Double, model: (any FittedModel)?, key: CacheKey
    ) throws -> TrialResult {
        let facts = TrialResult.facts(outcome, seconds: seconds)
        let entry = try cache.store(key, run: runID, steps: [], facts: facts) { directory in
            try model.map {
                [try SafetensorsFile.write($0.archive(), to: "\(directory)/\(BundleFile.model)", in: cache.files)]
            } ?? []
        }
        return TrialResult(outcome: outcome, seconds: seconds, key: key, entry: entry)
    }

    /// A trial that is out keeps its score and gives up its model and its checkpoint.
    private mutating func eliminate(
        _ index: Int, _ results: inout [Int: TrialResult], status: SearchRecord.Status
    ) throws {
        record.trials[index].status = status
        let trial = search.trials[index]
        checkpoints(of: trial, resumes: true).remove()
        guard let result = results[index], result.hasModel else { return }
        results[index] = try store(result.outcome, seconds: result.seconds, model: nil, key: result.key)
    }

    /// The winner's model: stored with its result, or, where it lost an earlier search of fewer trials, trained again.
    private mutating func choose(_ index: Int, _ result: TrialResult) throws -> TrainedCandidate {
        let trial = search.trials[index]
        record.chosen = trial.number
        record.settings = trial.model.settings
        record.trials[index].status = .completed
        guard let candidate = search.candidate(choosing: trial.number), let trace = result.trace else {
            throw allFailed()
        }
        if result.hasModel, try cache.verify(result.entry) {
            return try train.restore(
                candidate, model: SafetensorsFile.read(result.entry.path(BundleFile.model)), trace: trace,
                fitSeconds: result.seconds)
        }
        let checkpoints = checkpoints(of: trial, resumes: reuses)
        let fitted = try fit(trial, pauseAfter: nil, checkpoints)
        _ = try store(result.outcome, seconds: result.seconds, model: fitted.model, key: result.key)
        checkpoints.remove()
        return try train.restore(
            candidate, model: fitted.model.archive(), trace: fitted.trace, fitSeconds: fitted.fitSeconds)
    }
}
