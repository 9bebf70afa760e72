import DurableFiles
import Foundation

/// Estimates a planned run from the finished ones of the same config and pipeline.
struct RunEstimator {
    let workspace: Workspace
    let config: String
    let pipeline: String
    let inputs: [InputFileState]
    let last: LastKeys

    /// How many of the config's and pipeline's runs are looked into, from the newest on.
    private static let mostRuns = 50

    /// - Throws: `FileError` where the workspace can't be read.
    func estimate(_ plan: ChainPlan) throws(FileError) -> RunEstimate {
        let steps = plan.steps.filter { $0.action == .run }
        let free = FileSystem.freeBytes(at: workspace.path).map(ByteCount.init)
        guard !steps.isEmpty else {
            let like = try finishedRuns().prefix(Self.mostRuns).first { !$0.hasWorked }
            return RunEstimate(
                seconds: 0, memory: like.map { ByteCount($0.peakMemoryBytes) }, disk: ByteCount(0), freeDisk: free,
                basis: .nothingRuns(like: like?.id))
        }
        let inputBytes = ByteCount(inputs.reduce(0) { $0 + $1.size })
        let models = try newestRuns(of: Set(steps.map(\.stage)))
        guard let models else {
            return RunEstimate(
                seconds: nil, memory: nil, disk: try disk(steps, scale: 1, runs: []), freeDisk: free,
                basis: .inputs(inputBytes))
        }
        var names: [String] = []
        for model in models where !names.contains(model.id) { names.append(model.id) }
        return RunEstimate(
            seconds: models.reduce(0) { $0 + $1.seconds * ratio(to: $1) },
            memory: models.map { ByteCount(Int(Double($0.peakMemoryBytes) * ratio(to: $0))) }.max {
                $0.bytes < $1.bytes
            },
            disk: try disk(steps, scale: models.map(ratio).max() ?? 1, runs: names), freeDisk: free,
            basis: .runs(names, inputRatio: models.map(ratio).max() ?? 1))
    }

    /// One stage of a finished run.
    private struct FinishedStage {
        let id: String
        let seconds: Double
        let peakMemoryBytes: Int
        let inputBytes: Int
    }

    private func ratio(to finished: FinishedStage) -> Double {
        let now = inputs.reduce(0) { $0 + $1.size }
        return finished.inputBytes > 0 ? Double(now) / Double(finished.inputBytes) : 1
    }

    /// For each stage the newest finished run in which it ran; nil where one of them never did. Runs that found everything stored
    /// don't count: a pipeline that runs hourly on data of the night has many.
    private func newestRuns(of stages: Set<StageName>) throws(FileError) -> [FinishedStage]? {
        var missing = stages
        var found: [FinishedStage] = []
        var count = 0
        for run in try finishedRuns(containing: StageRecord.Status.ran.rawValue) where run.hasWorked {
            for stage in run.stages where stage.hasRun && missing.remove(stage.name) != nil {
                found.append(
                    FinishedStage(
                        id: run.id, seconds: stage.seconds, peakMemoryBytes: run.peakMemoryBytes,
                        inputBytes: run.inputBytes))
            }
            count += 1
            if missing.isEmpty { return found }
            if count == Self.mostRuns { break }
        }
        return nil
    }

    /// The config's and pipeline's, newest first, each read when it is asked for.
    ///
    /// - Parameter word: a string that the records of those that matter hold somewhere.
    private func finishedRuns(containing word: String? = nil) throws(FileError) -> some Sequence<FinishedRun> {
        // A workspace has thousands of runs, and to parse their records is what takes time: only one that names config and
        // pipeline anywhere can be theirs.
        let words = [config, pipeline, word].compactMap { $0.map { Data("\"\($0)\"".utf8) } }
        return try RunStore(workspace).ids.reversed().lazy.compactMap {
            [workspace, config, pipeline] id -> FinishedRun? in
            guard let text = FileManager.default.contents(atPath: "\(workspace.runDirectory(id))/run.json"),
                words.allSatisfy({ text.range(of: $0) != nil }), let record = JSON(bytes: [UInt8](text)),
                record["config"]?["name"]?.stringValue == config, record["pipeline"]?["name"]?.stringValue == pipeline
            else { return nil }
            return FinishedRun(id: id, record)
        }
    }

    /// What the results took last time, where they are still stored, and what the runs have that is in no cache. Where one is
    /// not, as much again as the inputs: they hold what the results are made from.
    private func disk(_ steps: [ChainPlan.Step], scale: Double, runs: [String]) throws(FileError) -> ByteCount {
        var isKnown = !runs.isEmpty
        var bytes = 0
        for step in steps where step.stage > .clean {
            if let size = try last.sizeOfEntry(like: step.slot, in: workspace.cache) {
                bytes += size
            } else {
                isKnown = false
            }
        }
        let directories = runs.flatMap { run in
            [workspace.runDirectory(run), workspace.bundle(config: config, pipeline: pipeline, run: run)]
        }
        bytes += try DiskUsage(of: directories).freedBytes
        let known = Double(bytes) * scale
        return ByteCount(Int(known) + (isKnown ? 0 : inputs.reduce(0) { $0 + $1.size }))
    }
}

extension LastKeys {
    /// The bytes of a slot's entry as the last run left it; nil where it is gone. The plan calls a refit `train/refit` before
    /// it knows of whom.
    fileprivate func sizeOfEntry(like slot: String, in cache: String) throws(FileError) -> Int? {
        let key = slot == "train/refit" ? refit : self[slot].map { CacheKey(slot: slot, ingredients: $0) }
        guard let key else { return nil }
        let size = try FileSystem.contentBytes(of: "\(cache)/\(key.entryName)")
        return size > 0 ? size : nil
    }
}
