import DurableFiles
import Foundation
import LinearAlgebra
import Logging
import Modelling

/// One execution of a pipeline on a site: plan it, or run it and leave its record, report and bundle in the workspace.
public struct PipelineRun: Sendable {
    public let pipeline: ResolvedPipeline
    public let workspace: Workspace
    public let options: RunOptions
    let pool: WorkerPool
    let log: RunLog
    let logger: Logger
    let progress: any ProgressSink
    let reporter: any Reporting
    /// Told of the run when it has ended, in this order.
    let observers: [any RunObserver]
    /// Definition of each metric, by its name without cutoff.
    let metricDefinitions: [String: String]
    /// The exit status an interruption asks for; nil while there is none.
    let interruption: @Sendable () -> ExitStatus?

    public init(
        _ pipeline: ResolvedPipeline, workspace: Workspace, options: RunOptions, pool: WorkerPool, log: RunLog,
        logLevel: Logger.Level, progress: any ProgressSink, reporter: any Reporting,
        observers: [any RunObserver] = [], metricDefinitions: [String: String],
        interruption: @escaping @Sendable () -> ExitStatus?
    ) {
        self.pipeline = pipeline
        self.workspace = workspace
        self.options = options
        self.pool = pool
        self.log = log
        logger = log.logger(level: logLevel)
        self.progress = progress
        self.reporter = reporter
        self.observers = observers
        self.metricDefinitions = metricDefinitions
        self.interruption = interruption
    }

    var surroundings: RunSurroundings {
        RunSurroundings(seed: pipeline.seed, blasCore: BLASRuntime.coreName, asOf: options.asOf)
    }

    /// What a run would do now, and why. Digests inputs that changed; runs nothing.
    public func plan() throws -> ChainPlan {
        try plan(prepare())
    }

    func plan(_ prepared: Prepared) throws(FileError) -> ChainPlan {
        var plan = ChainPlan(
            pipeline, keys: prepared.keys, stored: prepared.stored, needs: prepared.needs, options: options,
            last: lastKeys)
        plan.estimate = try RunEstimator(
            workspace: workspace, config: pipeline.config.name, pipeline: pipeline.name, inputs: prepared.keys.inputs,
            last: lastKeys
        ).estimate(plan)
        return plan
    }

    struct Prepared {
        let cache: StageCache
        let keys: ChainKeys
        let stored: StoredResults
        let needs: ChainNeeds
    }

    /// - Parameter isCancelled: asked while inputs and stored results are digested; true ends that with `CancellationError`.
    func prepare(isCancelled: @escaping @Sendable () -> Bool = { false }) throws -> Prepared {
        let cache = try StageCache(
            directory: workspace.cache, files: workspace.files, log: logger, isCancelled: isCancelled)
        var digests = InputDigests(directory: workspace.cache, isCancelled: isCancelled)
        let keys: ChainKeys
        do {
            keys = try ChainKeys(pipeline, surroundings, digests: &digests, champions: champions)
        } catch let error as CancellationError {
            // The files that were digested need not be again.
            try digests.save(in: workspace.files)
            throw error
        }
        try digests.save(in: workspace.files)
        var rejected: Set<String> = []
        while true {
            let stored = StoredResults(
                keys, pipeline: pipeline, cache: cache, reuses: options.reuses, rejected: rejected)
            let needs = ChainNeeds(pipeline, keys: keys, stored: stored, until: options.until)
            // A damaged result is removed when it is found, and what it stood for is planned anew without it.
            let damaged = try needs.reads(of: stored, until: options.until).filter { try !cache.verify($0) }
            if damaged.isEmpty { return Prepared(cache: cache, keys: keys, stored: stored, needs: needs) }
            rejected.formUnion(damaged.map(\.directory))
        }
    }

    private var champions: ChampionLookup {
        ChampionLookup(workspace: workspace, config: pipeline.config.name, pipeline: pipeline.name)
    }

    var lastKeys: LastKeys {
        LastKeys(directory: workspace.cache, config: pipeline.config.name, pipeline: pipeline.name)
    }
}
