import Foundation

/// What a run would do: for each result, reuse it or make it, and exactly why.
public struct ChainPlan: Sendable {
    public enum Action: String, Sendable {
        case run, cached, skipped
    }

    public struct Step: Sendable, CustomStringConvertible {
        /// `features`, `train/als-64`, `train/als-64/refit` …
        public let slot: String
        public let stage: StageName
        public let action: Action
        /// Why: what changed since last time, which run the stored result is from, or why nothing needs it.
        public let reason: String

        /// ``run      train/als-64: `factors` 32 → 64``
        public var description: String {
            let width = Action.skipped.rawValue.count + 2
            return action.rawValue.padding(toLength: width, withPad: " ", startingAt: 0) + "\(slot): \(reason)"
        }
    }

    public let steps: [Step]
    /// What the run will take.
    public internal(set) var estimate: RunEstimate?

    public var json: JSON {
        [
            "estimate": estimate?.json ?? .null,
            "steps": .array(
                steps.map {
                    [
                        "slot": .string($0.slot), "stage": .string($0.stage.rawValue),
                        "action": .string($0.action.rawValue), "reason": .string($0.reason),
                    ]
                }),
        ]
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
                        reason: Self.reason(key, stored: stored, last: last, options)))
            } else if let entry {
                steps.append(Step(slot: key.slot, stage: stage, action: .cached, reason: "stored by run \(entry.run)"))
            } else {
                steps.append(Step(slot: key.slot, stage: stage, action: .skipped, reason: idle))
            }
        }
        let idle = "nothing that runs needs it"
        let kept = needs.resumesTables ? stored.tablesCheckpoint : nil
        let loaded = kept.flatMap { $0.stage == .load ? $0.entry : nil }
        let cleaned = stored.clean ?? kept.flatMap { $0.stage == .clean ? $0.entry : nil }
        add(keys.load, .load, runs: needs.loadsTables, entry: loaded, idle: idle)
        add(keys.clean, .clean, runs: needs.cleansTables, entry: cleaned, idle: idle)
        add(keys.features, .features, runs: needs.buildsDataset, entry: stored.features, idle: idle)
        if pipeline.refits, pipeline.train != nil, options.until >= .export {
            add(
                keys.unsplitFeatures, .features, runs: needs.buildsUnsplitDataset, entry: stored.unsplitFeatures,
                idle: idle)
        }
        for (id, key) in keys.candidates {
            add(key, .train, runs: needs.fits.contains(id), entry: stored.candidates[id]?.entry, idle: idle)
        }
        for (id, summary) in stored.searchSummaries where needs.fits.contains(id) {
            guard let index = steps.firstIndex(where: { $0.slot == keys.candidate(id).slot }) else { continue }
            let step = steps[index]
            steps[index] = Step(
                slot: step.slot, stage: step.stage, action: step.action, reason: "\(step.reason); \(summary)")
        }
        add(keys.evaluate, .evaluate, runs: needs.evaluates, entry: stored.evaluate?.entry, idle: idle)
        if options.until >= .export {
            add(
                keys.championScores, .evaluate, runs: needs.scoresChampion, entry: stored.championScores,
                idle: "the winner is the champion's own model")
        }
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
            if let entry = stored.refit?.entry {
                steps.append(
                    .init(slot: key.slot, stage: .train, action: .cached, reason: "stored by run \(entry.run)"))
            } else {
                let reason = reason(key, stored: stored, last: last, options)
                steps.append(.init(slot: key.slot, stage: .train, action: .run, reason: reason))
            }
        }
        let key = keys.export(shipping: stored.shipped?.key)
        if let entry = stored.export {
            steps.append(.init(slot: "export", stage: .export, action: .cached, reason: "stored by run \(entry.run)"))
        } else {
            let reason = reason(key, stored: stored, last: last, options)
            steps.append(.init(slot: "export", stage: .export, action: .run, reason: reason))
        }
        return steps
    }

    private static func reason(
        _ key: CacheKey, stored: StoredResults, last: LastKeys, _ options: RunOptions
    ) -> String {
        if let stage = key.stage, !options.reuses(stage) { return "asked for with \(options.renewingFlag)" }
        if let iteration = stored.resumable[key.slot] { return "resumes at iteration \(iteration + 1)" }
        guard let earlier = last[key.slot] else { return "no earlier run made it" }
        let differences = key.differences(from: earlier)
        // Nobody stores what was loaded, nor, by default, what was cleaned.
        if differences.isEmpty, key.stage == .load { return "what was read is not stored, and a later stage needs it" }
        return differences.isEmpty ? "its stored result is gone" : differences.joined(separator: ", ")
    }
}
