/// What a run would do: for each result, reuse it or make it, and exactly why.
public struct ChainPlan: Sendable {
    public enum Action: String, Sendable {
        case run, cached, skipped
    }

    public struct Step: Sendable {
        /// `features`, `train/als-64`, `train/als-64/refit` …
        public let slot: String
        public let stage: StageName
        public let action: Action
        /// Why: what changed since last time, which run the stored result is from, or why nothing needs it.
        public let reason: String
    }

    public let steps: [Step]

    public var json: JSON {
        [
            "steps": .array(
                steps.map {
                    [
                        "slot": .string($0.slot), "stage": .string($0.stage.rawValue),
                        "action": .string($0.action.rawValue), "reason": .string($0.reason),
                    ]
                })
        ]
    }
}

/// The stored results a run can reuse, as they stood when it was planned.
struct StoredResults {
    let features: CacheEntry?
    let unsplitFeatures: CacheEntry?
    let candidates: [String: CacheEntry]
    let evaluate: CacheEntry?
    let refit: CacheEntry?
    let export: CacheEntry?
    /// The candidate that ships and the key of its model, where stored results say so before anything runs.
    let shipped: (candidate: String, key: CacheKey)?

    init(_ keys: ChainKeys, pipeline: ResolvedPipeline, cache: StageCache, force: Bool) {
        func entry(_ key: CacheKey?) -> CacheEntry? { force ? nil : key.flatMap(cache.entry(for:)) }
        features = entry(keys.features)
        unsplitFeatures = entry(keys.unsplitFeatures)
        candidates = keys.candidates.reduce(into: [:]) { $0[$1.id] = entry($1.key) }
        evaluate = entry(keys.evaluate)
        let shipped = Self.shipped(keys, pipeline: pipeline, evaluate: evaluate, candidates: candidates)
        self.shipped = shipped
        refit = pipeline.refits ? entry(shipped?.key) : nil
        let isExportKnown = shipped != nil || pipeline.train == nil
        export = isExportKnown && pipeline.export != nil ? entry(keys.export(shipping: shipped?.key)) : nil
    }

    private static func shipped(
        _ keys: ChainKeys, pipeline: ResolvedPipeline, evaluate: CacheEntry?, candidates: [String: CacheEntry]
    ) -> (candidate: String, key: CacheKey)? {
        guard let train = pipeline.train, let first = train.candidates.first else { return nil }
        var winner = first.id
        if pipeline.evaluate != nil {
            guard let selected = evaluate?.facts["selected"]?.stringValue else { return nil }
            winner = selected
        }
        guard pipeline.refits else { return (winner, keys.candidate(winner)) }
        guard let candidate = train.candidates.first(where: { $0.id == winner }),
            let iterations = candidates[winner]?.facts["trace"]?["chosen_iteration"]?.integerValue
        else { return nil }
        return (winner, keys.refit(candidate, iterations: iterations))
    }
}

/// Which work a run must do, given what is stored.
struct ChainNeeds {
    let exports: Bool
    let evaluates: Bool
    /// Candidates to fit, in their order.
    let fits: [String]
    let usesDataset: Bool
    let buildsDataset: Bool
    let buildsUnsplitDataset: Bool
    let loadsTables: Bool

    init(_ pipeline: ResolvedPipeline, stored: StoredResults, until: StageName) {
        exports = until >= .export && pipeline.export != nil && stored.export == nil
        evaluates = until >= .evaluate && pipeline.evaluate != nil && stored.evaluate == nil
        let missing = (pipeline.train?.candidates ?? []).map(\.id).filter { stored.candidates[$0] == nil }
        let shipped = stored.shipped?.candidate
        let (exports, evaluates) = (exports, evaluates)
        let isTrainingLast = until == .train || (until > .train && pipeline.evaluate == nil && stored.export == nil)
        fits =
            until < .train
            ? [] : missing.filter { evaluates || isTrainingLast || (exports && (shipped == nil || $0 == shipped)) }
        usesDataset =
            until >= .train && (!fits.isEmpty || evaluates || (exports && !pipeline.refits && pipeline.train != nil))
        let isFeaturesLast =
            pipeline.features != nil && (until == .features || (until > .features && pipeline.train == nil))
        buildsDataset = stored.features == nil && (usesDataset || isFeaturesLast)
        let refits = exports && pipeline.refits && pipeline.train != nil
        buildsUnsplitDataset = refits && stored.unsplitFeatures == nil
        let exportsTables = exports && (pipeline.export?.formats ?? []).contains { $0.component.needsTables }
        loadsTables =
            buildsDataset || buildsUnsplitDataset || exportsTables || until <= .clean || pipeline.features == nil
        readsCandidates = evaluates || (exports && !pipeline.refits)
    }

    /// Whether stored candidates are read, not only counted on.
    let readsCandidates: Bool

    /// The stored results whose files the run reads: their content must be sound before anything relies on them.
    func reads(of stored: StoredResults, until: StageName) -> [CacheEntry] {
        var entries: [CacheEntry?] = [
            usesDataset && !buildsDataset ? stored.features : nil,
            exports ? stored.unsplitFeatures : nil, exports ? stored.refit : nil,
            until >= .evaluate && !evaluates ? stored.evaluate : nil,
            until >= .export && !exports ? stored.export : nil,
        ]
        if readsCandidates { entries += stored.candidates.values.map(\.self) }
        return entries.compactMap(\.self)
    }
}

extension ChainPlan {
    /// Explains, result by result, what a run would do.
    init(
        _ pipeline: ResolvedPipeline, keys: ChainKeys, stored: StoredResults, needs: ChainNeeds, options: RunOptions,
        last: LastKeys
    ) {
        var steps: [Step] = []
        func add(_ key: CacheKey?, _ stage: StageName, runs: Bool, entry: CacheEntry?, idle: String) {
            guard let key, stage <= options.until else { return }
            if runs {
                steps.append(
                    Step(
                        slot: key.slot, stage: stage, action: .run,
                        reason: Self.reason(key, last: last, force: options.force)))
            } else if let entry {
                steps.append(Step(slot: key.slot, stage: stage, action: .cached, reason: "stored by run \(entry.run)"))
            } else {
                steps.append(Step(slot: key.slot, stage: stage, action: .skipped, reason: idle))
            }
        }
        let idle = "nothing that runs needs it"
        add(keys.load, .load, runs: needs.loadsTables, entry: nil, idle: idle)
        add(keys.clean, .clean, runs: needs.loadsTables, entry: nil, idle: idle)
        add(keys.features, .features, runs: needs.buildsDataset, entry: stored.features, idle: idle)
        if pipeline.refits, pipeline.train != nil, options.until >= .export {
            add(
                keys.unsplitFeatures, .features, runs: needs.buildsUnsplitDataset, entry: stored.unsplitFeatures,
                idle: idle)
        }
        for (id, key) in keys.candidates {
            add(key, .train, runs: needs.fits.contains(id), entry: stored.candidates[id], idle: idle)
        }
        add(keys.evaluate, .evaluate, runs: needs.evaluates, entry: stored.evaluate, idle: idle)
        if pipeline.export != nil, options.until >= .export {
            steps += Self.exportSteps(pipeline, keys: keys, stored: stored, needs: needs, options: options, last: last)
        }
        self.steps = steps
    }

    private static func exportSteps(
        _ pipeline: ResolvedPipeline, keys: ChainKeys, stored: StoredResults, needs: ChainNeeds, options: RunOptions,
        last: LastKeys
    ) -> [Step] {
        guard pipeline.train == nil || stored.shipped != nil else {
            let reason = "known once a candidate is selected"
            let refit = Step(slot: "train/refit", stage: .train, action: .run, reason: reason)
            return (pipeline.refits ? [refit] : []) + [
                Step(slot: "export", stage: .export, action: .run, reason: reason)
            ]
        }
        var steps: [Step] = []
        if pipeline.refits, let key = stored.shipped?.key {
            if let entry = stored.refit {
                steps.append(
                    .init(slot: key.slot, stage: .train, action: .cached, reason: "stored by run \(entry.run)"))
            } else {
                let reason = reason(key, last: last, force: options.force)
                steps.append(.init(slot: key.slot, stage: .train, action: .run, reason: reason))
            }
        }
        let key = keys.export(shipping: stored.shipped?.key)
        if let entry = stored.export {
            steps.append(.init(slot: "export", stage: .export, action: .cached, reason: "stored by run \(entry.run)"))
        } else {
            let reason = reason(key, last: last, force: options.force)
            steps.append(.init(slot: "export", stage: .export, action: .run, reason: reason))
        }
        return steps
    }

    private static func reason(_ key: CacheKey, last: LastKeys, force: Bool) -> String {
        if force { return "asked for with --force" }
        guard let earlier = last[key.slot] else { return "no earlier run made it" }
        let differences = key.differences(from: earlier)
        return differences.isEmpty ? "its stored result is gone" : differences.joined(separator: ", ")
    }
}
