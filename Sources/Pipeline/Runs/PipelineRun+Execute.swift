import Foundation
import LinearAlgebra
import Modelling

extension PipelineRun {
    /// Runs the pipeline. Once the run has an id, whatever happens is in its record: nothing is thrown any more.
    ///
    /// - Throws: `WorkspaceLockedError` when another run is in progress; `FileError` when the workspace can't be written.
    public func execute() throws -> RunResult {
        let lock = try WorkspaceLock(workspace, config: pipeline.config.name, pipeline: pipeline.name)
        defer { withExtendedLifetime(lock) {} }
        let run = try RunStore(workspace).create(at: Date())
        try log.keep(in: "\(run.directory)/log.jsonl")
        var record = RunRecord(
            id: run.id, environment: RunEnvironment.describe(threads: pool.threadCount),
            pipeline: pipeline.pipeline.json, config: pipeline.config.json, seed: pipeline.seed, asOf: options.asOf,
            started: Date())
        try save(record, in: run.directory)
        logger.info("run \(run.id): \(pipeline.name) on \(pipeline.config.name)")
        var runner: ChainRunner?
        do {
            let chain = try makeRunner(run)
            runner = chain
            record.inputs = try inputs()
            try chain.run()
            return try finish(&record, chain: chain, directory: run.directory)
        } catch {
            return fail(&record, error: error, chain: runner, directory: run.directory)
        }
    }

    private func makeRunner(_ run: (id: String, directory: String)) throws -> ChainRunner {
        let prepared = try prepare()
        let plan = ChainPlan(
            pipeline, keys: prepared.keys, stored: prepared.stored, needs: prepared.needs, options: options,
            last: lastKeys)
        for step in plan.steps { logger.info("\(step.slot): \(step.action.rawValue), \(step.reason)") }
        let context = RunContext(
            pool: pool, seed: pipeline.seed, asOf: options.asOf, log: logger, progress: progress,
            isCancelled: isCancelled)
        return ChainRunner(
            pipeline, keys: prepared.keys, stored: prepared.stored, needs: prepared.needs, cache: prepared.cache,
            options: options, runID: run.id, runDirectory: run.directory, context: context)
    }

    /// Digest, size and path of every input file, as the run found them.
    private func inputs() throws -> [JSON] {
        var digests = InputDigests(directory: workspace.cache)
        var inputs: [JSON] = []
        for request in pipeline.load.requests {
            guard let dataset = pipeline.config[dataset: request.dataset] else { continue }
            for file in try dataset.source.component.inputFiles() {
                let digest = try digests.digest(ofFile: file)
                inputs.append(
                    [
                        "table": .string(request.table), "path": .string(file), "size": .integer(digest.size),
                        "sha256": .string(digest.sha256),
                    ])
            }
        }
        return inputs
    }

    private func finish(_ record: inout RunRecord, chain: ChainRunner, directory: String) throws -> RunResult {
        record.stages = chain.ledger.inOrder
        record.asOf = chain.outcome.asOf ?? options.asOf
        if let evaluation = chain.outcome.evaluation {
            let endings = chain.outcome.curves.reduce(into: [:]) { $0[$1.candidate] = $1.trace.ending }
            let metrics = evaluation.metricsFile(endings: endings)
            try FileWriter.write(metrics.text(indented: true) + "\n", to: "\(directory)/metrics.json")
        }
        if let file = chain.outcome.perUserFile {
            try RunFiles.link(file, to: "\(directory)/\(PerUserFile.name)")
        }
        try keepEvaluationModel(of: chain, in: directory)
        let place = chain.outcome.exported.map { _ in
            workspace.bundle(config: pipeline.config.name, pipeline: pipeline.name, run: record.id)
        }
        record.status = .succeeded
        record.exitStatus = ExitStatus.done.rawValue
        record.ended = Date()
        record.peakMemoryBytes = RunEnvironment.peakMemoryBytes
        let content = content(record, chain: chain, bundle: place)
        if let exported = chain.outcome.exported { try makeBundle(record, chain: chain, exported: exported, content) }
        try FileWriter.write(reporter.html(content), to: "\(directory)/report.html")
        try save(record, in: directory)
        try rememberKeys(of: chain)
        if place != nil {
            try workspace.publish(run: record.id, config: pipeline.config.name, pipeline: pipeline.name)
            logger.info("published \(record.id)")
        }
        return RunResult(
            record: record, evaluation: chain.outcome.evaluation, counts: chain.outcome.counts,
            report: "\(directory)/report.html", bundle: place, isPublished: place != nil, exitCode: .done, error: nil)
    }

    private func makeBundle(
        _ record: RunRecord, chain: ChainRunner, exported: CacheEntry, _ content: ReportContent
    ) throws {
        let bundle = RunBundle(workspace: workspace, record: record)
        _ = try bundle.make(from: exported, card: reporter.modelCard(content)) { files in
            RunManifest.json(record, outcome: chain.outcome, counts: chain.shippedCounts, files: files)
        }
    }

    /// Champions are compared by their evaluation models, so the run keeps its winner's.
    private func keepEvaluationModel(of chain: ChainRunner, in directory: String) throws {
        guard let winner = chain.outcome.shipped?.candidate,
            let entry = chain.cache.entry(for: chain.keys.candidate(winner))
        else { return }
        try RunFiles.link(entry.path("model.safetensors"), to: "\(directory)/evaluation-model.safetensors")
    }

    private func content(_ record: RunRecord, chain: ChainRunner, bundle: String?) -> ReportContent {
        ReportContent(
            run: record, counts: chain.outcome.counts, distributions: chain.outcome.distributions,
            evaluation: chain.outcome.evaluation,
            definitions: metricDefinitions, curves: chain.outcome.curves, bundle: bundle)
    }

    private func rememberKeys(of chain: ChainRunner) throws {
        var last = lastKeys
        let keys = chain.keys
        for key in [keys.load, keys.clean, keys.features, keys.unsplitFeatures, keys.evaluate].compactMap(\.self) {
            last.remember(key)
        }
        for (_, key) in keys.candidates { last.remember(key) }
        let stored = StoredResults(keys, pipeline: pipeline, cache: chain.cache, force: false)
        if let shipped = stored.shipped {
            last.remember(shipped.key)
            last.remember(keys.export(shipping: shipped.key))
        }
        try last.save()
        if let limit = pipeline.config.cacheMaximumBytes { try chain.cache.trim(to: limit, keeping: chain.used) }
    }

    private func fail(
        _ record: inout RunRecord, error: any Error, chain: ChainRunner?, directory: String
    ) -> RunResult {
        let code = ExitStatus(error)
        record.stages = chain?.ledger.inOrder ?? []
        record.asOf = chain?.outcome.asOf ?? options.asOf
        record.status = code == .interrupted ? .interrupted : .failed
        record.exitStatus = code.rawValue
        record.ended = Date()
        record.peakMemoryBytes = RunEnvironment.peakMemoryBytes
        record.error = String(describing: error)
        logger.error("\(error)")
        var report: String?
        do {
            try save(record, in: directory)
            if let chain {
                report = "\(directory)/report.html"
                try FileWriter.write(
                    reporter.html(content(record, chain: chain, bundle: nil)), to: "\(directory)/report.html")
            }
        } catch {
            report = nil
            logger.error("the run's record can't be written: \(error)")
        }
        return RunResult(
            record: record, evaluation: chain?.outcome.evaluation, counts: chain?.outcome.counts ?? [], report: report,
            bundle: nil, isPublished: false, exitCode: code, error: String(describing: error))
    }

    private func save(_ record: RunRecord, in directory: String) throws {
        try FileWriter.write(record.json.text(indented: true) + "\n", to: "\(directory)/run.json")
    }
}
