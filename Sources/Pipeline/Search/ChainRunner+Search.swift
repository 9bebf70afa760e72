import Modelling

extension ChainRunner {
    /// Finds a candidate's settings and stores its model; what was found so far stays when the search is interrupted.
    func searchAndStore(
        _ search: CandidateSearch, on dataset: any Dataset, with train: any Training
    ) throws -> TrainedCandidate {
        let metric = search.metric ?? pipeline.evaluate?.select ?? ""
        let unbroken = context.uninterrupted
        guard let scorer = try pipeline.evaluate?.validation(of: dataset, by: metric, in: unbroken) else {
            throw DataError(
                place: "train.search of \(search.candidate)", found: "no validation part to choose on",
                expected: "a split with `validation`", remedy: "set `features.split.validation` to true")
        }
        var runner = SearchRunner(
            search, with: train, on: dataset, scorer: scorer,
            validation: try pipeline.evaluate?.validation(of: dataset, in: unbroken), keys: keys.trials(of: search),
            cache: cache, runID: runID, reuses: options.reuses(.train), context: context)
        defer {
            used.formUnion(runner.used)
            outcome.searches.append(runner.record)
        }
        let fitted = try runner.run()
        outcome.curves.append(.init(candidate: fitted.id, trace: fitted.trace))
        try store(fitted, key: keys.candidate(search.candidate), search: runner.record)
        return fitted
    }
}
