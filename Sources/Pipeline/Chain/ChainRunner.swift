import Foundation
import Logging
import Modelling
import Tables

/// Runs a pipeline's stages in order, reusing what is stored.
///
/// Each stage's part is in a file of its own: `ChainRunner+Tables`, `+Tables`, `+Data`, `+Start`, `+Search`, `+Training`,
/// `+Evaluation`, `+Champion`, `+Export`.
final class ChainRunner {
    let pipeline: ResolvedPipeline
    let keys: ChainKeys
    let stored: StoredResults
    let needs: ChainNeeds
    let cache: StageCache
    let options: RunOptions
    let runID: String
    let runDirectory: String
    /// Present where the tables are being read already.
    private var ahead: LoadAhead?
    var context: RunContext
    var ledger = StageLedger()
    /// Entries this run made or read, which must survive trimming.
    var used: Set<String> = []
    var outcome = ChainOutcome()
    /// Whose rows are dropped, as read when the tables were loaded.
    var suppressed: [SuppressedIDs] = []
    /// When the run last made something that outlives it, or began.
    var lastKept: ContinuousClock.Instant

    init(
        _ pipeline: ResolvedPipeline, keys: ChainKeys, stored: StoredResults, needs: ChainNeeds, cache: StageCache,
        options: RunOptions, runID: String, runDirectory: String, ahead: LoadAhead?, context: RunContext
    ) {
        self.pipeline = pipeline
        self.keys = keys
        self.stored = stored
        self.needs = needs
        self.cache = cache
        self.options = options
        self.runID = runID
        self.runDirectory = runDirectory
        self.ahead = ahead
        lastKept = ahead?.begun ?? .now
        self.context = context
    }

    /// - Throws: what a stage throws; `ledger` then holds the stages that were finished.
    func run() throws {
        do {
            try runStages()
        } catch {
            // What stopped the run is told first.
            do { try cache.finishStores() } catch { context.log.warning("\(error)") }
            throw error
        }
        try cache.finishStores()
    }

    private func runStages() throws {
        noteReusedStages()
        var tables = try makeTables()
        guard options.until >= .features else { return }
        var dataset = try makeDataset(from: tables)
        if !pipeline.exportsTables {
            tables = [:]
            try removeTablesCheckpoints()
        }
        guard options.until >= .train else { return }
        let candidates = try trainCandidates(on: dataset)
        guard options.until >= .evaluate else { return }
        try evaluate(candidates, on: dataset)
        guard options.until >= .export else { return }
        try findGateChampion(on: dataset, besides: candidates)
        guard pipeline.export != nil else { return }
        let shipped = try modelToShip(among: candidates, on: &dataset)
        try export(shipped, tables: tables)
        try removeTablesCheckpoints()
    }

    /// The tables that are being read already; once, so that nobody holds them but who works on them.
    func takeAhead() -> LoadAhead? { ahead.take() }

    /// Runs one stage's work under its name: timed, logged, cancelled between stages.
    ///
    /// - Parameter begun: when it began; now unless stated.
    func work<Result>(
        _ stage: StageName, since begun: ContinuousClock.Instant? = nil, _ body: () throws -> Result
    ) throws -> Result {
        try context.checkCancellation()
        context.log.debug("\(stage.rawValue) starts")
        let started = begun ?? .now
        // A stage that fails has run, too.
        defer { ledger.ran(stage, seconds: (ContinuousClock.now - started).seconds) }
        return try body()
    }

    /// States for every stage what is reused of it; stages that run overwrite it.
    private func noteReusedStages() {
        for stage in pipeline.pipeline.stages where stage <= options.until {
            ledger.skipped(stage, steps: [], fromRun: nil)
        }
        let resumed = needs.resumesTables ? stored.tablesCheckpoint : nil
        if let entry = stored.features ?? stored.clean ?? resumed?.entry {
            if !needs.loadsTables {
                ledger.skipped(.load, steps: Self.steps(entry.facts["load_steps"]), fromRun: entry.run)
            }
            if !needs.loadsTables, !needs.cleansTables, options.until >= .clean {
                ledger.skipped(.clean, steps: Self.steps(entry.facts["clean_steps"]), fromRun: entry.run)
            }
            outcome.asOf = entry.facts["as_of"]?.stringValue.flatMap(Instant.parse)
            outcome.seenUntil = entry.facts["seen_until"]?.stringValue.flatMap(Instant.parse)
            context = context.at(outcome.asOf ?? options.asOf)
        }
        if !needs.cleansTables { noteReused(.clean, [stored.clean]) }
        if let resumed { noteReused(resumed.stage, [resumed.entry]) }
        noteReused(.features, [stored.features])
        // A bundle that is reused ships a model that was trained once, wherever that model is now.
        noteReused(
            .train, keys.candidates.map { stored.candidates[$0.id]?.entry } + [stored.refit?.entry, stored.export])
        noteReused(.evaluate, [stored.evaluate?.entry])
        noteReused(.export, [stored.export])
    }

    private func noteReused(_ stage: StageName, _ entries: [CacheEntry?]) {
        let isThere = stage <= options.until && pipeline.pipeline.stages.contains(stage)
        guard isThere, let first = entries.compactMap(\.self).first else { return }
        ledger.cached(stage, steps: first.steps, fromRun: first.run)
    }

    private static func steps(_ json: JSON?) -> [StepAccount] {
        (json?.arrayValue ?? []).compactMap(StepAccount.init)
    }
}

/// What a chain leaves behind, as far as it came.
struct ChainOutcome {
    var asOf: Int64?
    /// See `LoadedTables.seenUntil`.
    var seenUntil: Int64?
    var counts: [(name: String, count: Int)] = []
    var distributions: [Distribution] = []
    var curves: [ReportContent.TrainedCurve] = []
    var evaluation: Evaluation?
    /// The files the evaluation left in the cache: values per user, and its evidence.
    var evaluationFiles: [String] = []
    var exported: CacheEntry?
    /// The size of the data the shipped model was trained on.
    var shippedCounts: [(name: String, count: Int)] = []
    /// What was searched, as far as it came.
    var searches: [SearchRecord] = []
    /// The winner's evaluation model, where a time budget kept it from being stored.
    var unstoredWinner: TrainedCandidate?
    /// How the trainings that were to start from the champion started, by candidate.
    var starts: [String: TrainingStart] = [:]
    var shipped: (candidate: String, modelName: String, settings: JSON)?
    /// What the gate holds the winner against; nil where nothing asks for it.
    var gateChampion: GateChampion?
}

extension Duration {
    var seconds: Double {
        Double(components.seconds) + Double(components.attoseconds) * 1e-18
    }
}
