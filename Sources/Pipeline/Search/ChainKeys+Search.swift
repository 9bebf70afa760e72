extension ChainKeys {
    /// The key of a trial's result after so many iterations. Neither its number nor the rest of the search is part of it: a
    /// search with other trials beside it finds it again.
    func trial(
        _ trial: CandidateSearch.Trial, of search: CandidateSearch, iterations: Int?
    ) -> CacheKey {
        let iterations = JSON.Member("iterations", iterations.map(JSON.integer) ?? .null)
        return CacheKey(
            slot: slot(of: trial, search), ingredients: .object(members(of: trial, search) + [iterations]))
    }

    /// The key of a trial's training, however far it has come.
    func training(of trial: CandidateSearch.Trial, of search: CandidateSearch) -> CacheKey {
        CacheKey(slot: slot(of: trial, search), ingredients: .object(members(of: trial, search)))
    }

    func trials(of search: CandidateSearch) -> SearchRunner.Keys {
        let keys = self
        return SearchRunner.Keys(
            result: { keys.trial($0, of: search, iterations: $1) }, training: { keys.training(of: $0, of: search) })
    }

    /// A candidate with the settings it is trained with: those of the best trial where it was searched, else as it is
    /// listed. Nil where a search has not been done.
    func effective(_ candidate: Candidate, _ record: SearchRecord?) -> Candidate? {
        guard let search = searches[candidate.id] else { return candidate }
        return record?.chosen.flatMap(search.candidate(choosing:))
    }

    /// How many trials have a result of the first rung.
    func storedTrialCount(of search: CandidateSearch, in cache: StageCache) -> Int {
        let first = search.schedule.rungs.first?.iterations
        return search.trials.count { cache.entry(for: trial($0, of: search, iterations: first)) != nil }
    }

    private func slot(of trial: CandidateSearch.Trial, _ search: CandidateSearch) -> String {
        "train/\(search.candidate)/trial-\(trial.number)"
    }

    private func members(of trial: CandidateSearch.Trial, _ search: CandidateSearch) -> [JSON.Member] {
        [
            .init("upstream", .string(features?.digest ?? "")), .init("model", identity(of: trial.model)),
            .init("validation", pipeline.evaluate?.validationSettings ?? .null),
            .init("metric", (search.metric ?? pipeline.evaluate?.select).map(JSON.string) ?? .null),
        ] + surroundings.members(of: [.blasCore])
    }
}
