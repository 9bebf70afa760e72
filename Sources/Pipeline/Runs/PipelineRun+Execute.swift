import DurableFiles
import Foundation
import LinearAlgebra
import Modelling

extension PipelineRun {
    /// Runs the pipeline. Once the run has an id, whatever happens is in its record: nothing is thrown any more.
    ///
    /// - Throws: `WorkspaceLockedError` when another run is in progress; `FileError` when the workspace can't be written.
    public func execute() throws -> RunResult {
        let asked = Date()
        do {
            let ended = try executeLocked()
            for observer in observers { observer.runEnded(ended) }
            return ended.result
        } catch {
            tellThatItDidNotStart(error, asked: asked)
            throw error
        }
    }

    /// Whoever stops the wait for a lock knows of it.
    private func tellThatItDidNotStart(_ error: any Error, asked: Date) {
        guard !(error is CancellationError) else { return }
        let attempt = UnstartedRun(
            pipeline: pipeline, workspace: workspace, asked: asked, exitCode: ExitStatus(error), error: "\(error)")
        for observer in observers { observer.runNotStarted(attempt) }
    }

    private func executeLocked() throws -> EndedRun {
        let lock = try WorkspaceLock(
            workspace, config: pipeline.config.name, pipeline: pipeline.name, waiting: options.waitSeconds,
            isCancelled: { interruption() != nil },
            onWait: { holder in logger.info("waiting for another run of this config and pipeline: \(holder)") })
        defer { withExtendedLifetime(lock) {} }
        let watch = LimitWatch(options.limits)
        let sampling = watch.sampling()
        defer { withExtendedLifetime(sampling) {} }
        let run = try RunStore(workspace).create(at: Date(), holding: lock)
        var record = RunRecord(
            id: run.id, environment: RunEnvironment.describe(threads: pool.threadCount),
            pipeline: pipeline.pipeline.json, config: pipeline.config.json, seed: pipeline.seed, asOf: options.asOf,
            started: Date())
        for observer in observers { observer.runStarted(run.id) }
        var runner: ChainRunner?
        do {
            try log.keep(in: "\(run.directory)/log.jsonl", of: workspace.files)
            try save(record, in: run.directory)
            try workspace.removeAbandoned(config: pipeline.config.name, pipeline: pipeline.name)
            logger.info("run \(run.id): \(pipeline.name) on \(pipeline.config.name)")
            try settlePublication()
            let chain = try makeRunner(run, watch)
            runner = chain
            record.inputs = chain.keys.inputs.map(\.json)
            try watch.check()
            try chain.run()
            return try finish(&record, chain: chain, directory: run.directory)
        } catch {
            // What stopped the run was a limit, unless it was a signal.
            let isLimited = error is CancellationError && interruption() == nil
            return fail(
                &record, error: isLimited ? watch.passed ?? error : error, chain: runner, directory: run.directory)
        }
    }

    private func makeRunner(_ run: (id: String, directory: String), _ watch: LimitWatch) throws -> ChainRunner {
        let isCancelled = { @Sendable in interruption() != nil || watch.passed != nil }
        let context = RunContext(
            pool: WorkerPool(threadCount: pool.threadCount, isCancelled: isCancelled), seed: pipeline.seed,
            asOf: options.asOf, log: logger, progress: progress, isCancelled: isCancelled)
        let ahead = try loadAhead(in: context)
        let prepared = try prepare(isCancelled: isCancelled)
        let plan = try plan(prepared)
        for step in plan.steps { logger.info("\(step)") }
        try check(plan.estimate)
        return ChainRunner(
            pipeline, keys: prepared.keys, stored: prepared.stored, needs: prepared.needs, cache: prepared.cache,
            options: options, runID: run.id, runDirectory: run.directory, ahead: ahead, context: context)
    }

    /// Begins to read the tables beside the plan; not before it where the plan may find that they need too much memory.
    private func loadAhead(in context: RunContext) throws -> LoadAhead? {
        guard options.limits.maximumMemory == nil else { return nil }
        return try LoadAhead(pipeline, digests: InputDigests(directory: workspace.cache), in: context)
    }

    /// Ends a run that can't end well before anything heavy begins.
    private func check(_ estimate: RunEstimate?) throws {
        guard let estimate else { return }
        logger.info("it takes \(estimate.text)")
        if let warning = estimate.warning(options.limits) { logger.warning("\(warning)") }
        try estimate.check(options.limits, workspace: workspace.path)
    }

    private func finish(_ record: inout RunRecord, chain: ChainRunner, directory: String) throws -> EndedRun {
        record.stages = chain.ledger.inOrder
        record.searches = chain.outcome.searches
        record.asOf = chain.outcome.asOf ?? options.asOf
        record.starts = chain.outcome.starts.values.sorted { $0.candidate < $1.candidate }
        try keepEvaluation(of: chain, in: directory)
        try workspace.files.write(
            RunDetails.json(of: chain).text() + "\n", to: "\(directory)/\(RunDetails.name)")
        try keepEvaluationModel(of: chain, record: record, in: directory)
        let place = chain.outcome.exported.map { _ in
            workspace.bundle(config: pipeline.config.name, pipeline: pipeline.name, run: record.id)
        }
        record.gate = try judge(chain, record: record, in: directory)
        let isRefused = record.gate?.decision == .refused
        record.status = isRefused ? .refused : .succeeded
        let code = isRefused ? ExitStatus.refused : .done
        record.exitStatus = code.rawValue
        record.ended = Date()
        record.peakMemoryBytes = RunEnvironment.peakMemoryBytes
        let content = content(record, chain: chain, bundle: place)
        if let exported = chain.outcome.exported { try makeBundle(record, chain: chain, exported: exported, content) }
        try workspace.files.write(reporter.html(content), to: "\(directory)/\(ReportContent.file)")
        let isPublished = place != nil && !isRefused
        let publication = isPublished ? try publisher.begin(record.id, verdict: record.gate) : nil
        try save(record, in: directory)
        // Last of all: a run that is published has its record.
        if let publication {
            try publish(publication, of: record.id)
            logger.info("published \(record.id)")
        }
        keepHouse(after: chain)
        return ended(
            RunResult(
                record: record, evaluation: chain.outcome.evaluation, counts: chain.outcome.counts,
                report: "\(directory)/\(ReportContent.file)", bundle: place, isPublished: isPublished, isWhole: isWhole,
                exitCode: code,
                error: isRefused ? record.gate.map { "the gate refused: \($0.refusal)" } : nil),
            content)
    }

    /// Publishes the run's bundle. Once the link has moved the run is published, whatever fails then: the next command that
    /// publishes adds what is missing.
    private func publish(_ publication: Publisher.Begun, of run: String) throws {
        do {
            try publisher.finish(publication)
        } catch {
            guard publisher.publication.served == run else { throw error }
            logger.warning("\(run) is published, but not all of it is written down: \(error)")
        }
    }

    /// Leaves `metrics.json` and the files that the evaluation left in the cache.
    private func keepEvaluation(of chain: ChainRunner, in directory: String) throws {
        if let evaluation = chain.outcome.evaluation {
            let endings = chain.outcome.curves.reduce(into: [:]) { $0[$1.candidate] = $1.trace.ending }
            let settings = chain.outcome.searches.reduce(into: [:]) { $0[$1.candidate] = $1.settings }
            let metrics = evaluation.metricsFile(endings: endings, searched: settings)
            try workspace.files.write(metrics.text(indented: true) + "\n", to: "\(directory)/metrics.json")
        }
        for file in chain.outcome.evaluationFiles {
            try workspace.files.share(file, as: "\(directory)/\(URL(fileURLWithPath: file).lastPathComponent)")
        }
    }

    private var isWhole: Bool { pipeline.pipeline.stages.allSatisfy { $0 <= options.until } }

    private var publisher: Publisher {
        Publisher(workspace, config: pipeline.config.name, pipeline: pipeline.name, reporter: reporter)
    }

    /// Ends a publication that was interrupted. A run that publishes without asking a gate does not begin where it could not
    /// publish in the end.
    private func settlePublication() throws {
        let publication = try publisher.settle()
        let asksGate = !pipeline.gate.isEmpty && options.forcePublishReason == nil
        guard let problem = publication.problem, options.until >= .export, pipeline.export != nil, !asksGate else {
            return
        }
        guard problem.isMendedByPublishing else { throw problem.error }
        logger.warning("\(problem.text); this run publishes its own model there")
    }

    private func ended(_ result: RunResult, _ content: ReportContent) -> EndedRun {
        EndedRun(pipeline: pipeline, workspace: workspace, result: result, content: content)
    }

    private func makeBundle(
        _ record: RunRecord, chain: ChainRunner, exported: CacheEntry, _ content: ReportContent
    ) throws {
        let bundle = RunBundle(workspace: workspace, record: record)
        _ = try bundle.make(from: exported, card: reporter.modelCard(content)) { files in
            RunManifest.json(record, outcome: chain.outcome, files: files)
        }
    }

    private func content(_ record: RunRecord, chain: ChainRunner?, bundle: String?) -> ReportContent {
        ReportContent(
            run: record, counts: chain?.outcome.counts ?? [], distributions: chain?.outcome.distributions ?? [],
            evaluation: chain?.outcome.evaluation, definitions: metricDefinitions,
            curves: chain?.outcome.curves ?? [], bundle: bundle)
    }

    /// Remembers what the plan of the next run compares with, and trims the cache. The run is done: what fails here is told
    /// and changes nothing of it.
    private func keepHouse(after chain: ChainRunner) {
        do {
            try rememberKeys(of: chain)
            if let limit = pipeline.config.cacheMaximumBytes { try chain.cache.trim(to: limit, keeping: chain.used) }
        } catch {
            logger.warning("the cache could not be kept in order: \(error)")
        }
    }

    private func rememberKeys(of chain: ChainRunner) throws {
        var last = lastKeys
        let keys = chain.keys
        for key in [keys.load, keys.clean, keys.features, keys.unsplitFeatures, keys.evaluate].compactMap(\.self) {
            last.remember(key)
        }
        for (_, key) in keys.candidates { last.remember(key) }
        let stored = StoredResults(keys, pipeline: pipeline, cache: chain.cache)
        if let shipped = stored.shipped { last.remember(shipped.key) }
        if pipeline.export != nil { last.remember(keys.export(shipping: stored.shipped?.key)) }
        try last.save(in: workspace.files)
    }

    private func fail(
        _ record: inout RunRecord, error: any Error, chain: ChainRunner?, directory: String
    ) -> EndedRun {
        let code = error is CancellationError ? interruption() ?? .interrupted : ExitStatus(error)
        record.stages = chain?.ledger.inOrder ?? []
        record.searches = chain?.outcome.searches ?? []
        record.starts = (chain?.outcome.starts ?? [:]).values.sorted { $0.candidate < $1.candidate }
        record.asOf = chain?.outcome.asOf ?? options.asOf
        record.status = error is CancellationError ? .interrupted : .failed
        record.exitStatus = code.rawValue
        record.ended = Date()
        record.peakMemoryBytes = RunEnvironment.peakMemoryBytes
        let message =
            error is CancellationError
            ? "interrupted; what was finished is stored, and the next run goes on from there" : "\(error)"
        record.error = message
        logger.error("\(message)")
        let content = content(record, chain: chain, bundle: nil)
        var report: String?
        do {
            try save(record, in: directory)
            if chain != nil {
                let page = "\(directory)/\(ReportContent.file)"
                try workspace.files.write(reporter.html(content), to: page)
                report = page
            }
        } catch {
            logger.error("the run's record can't be written: \(error)")
        }
        return ended(
            RunResult(
                record: record, evaluation: content.evaluation, counts: content.counts, report: report, bundle: nil,
                isPublished: false, isWhole: isWhole, exitCode: code, error: message),
            content)
    }

    private func save(_ record: RunRecord, in directory: String) throws {
        try workspace.files.write(record.json.text(indented: true) + "\n", to: "\(directory)/run.json")
    }
}
