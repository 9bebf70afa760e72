import Foundation
import Modelling

/// Runs a pipeline as of one night after the other, as if it had run every night, and scores what each night would have
/// served on the days that followed.
///
/// The nights live in a workspace of their own: there they publish, start from each other's models and pass or fail their gates
/// as they would have, and the champion that is served is never touched. A second call goes on after the last finished night.
public struct Backfill: Sendable {
    /// The workspace of the nights, with `backfill.json`.
    public let place: Workspace
    private let run: PipelineRun
    private let period: BackfillPeriod
    private let scorer: NextDaysScorer

    /// - Parameter run: a run of the pipeline in the site's workspace; it is asked for nothing but how to run.
    public init(_ run: PipelineRun, over period: BackfillPeriod) {
        self.run = run
        self.period = period
        let pipeline = run.pipeline
        place = Workspace(
            path: "\(run.workspace.path)/backfill/\(pipeline.config.name)/\(pipeline.name)", files: run.workspace.files)
        scorer = NextDaysScorer(pipeline: pipeline, context: run.contextOfBackfill)
    }

    public struct Ending: Sendable {
        public let record: BackfillRecord
        public let exitCode: ExitStatus
        /// What ended it before its last night; nil where it came to the end.
        public let error: String?
    }

    /// Codes a night may end with while the next one still makes sense: the gate refused, or there is too little data so far.
    /// Everything else would end the next night as well, or somebody stopped it.
    private static let passing: Set<ExitStatus> = [.done, .refused, .data]

    /// - Parameter onNight: told of each night when it has run and is scored.
    /// - Throws: `BackfillError`, `ConfigurationError` and `InputError` before the first night; `WorkspaceLockedError` when another
    ///   backfill is in progress; `FileError`.
    public func execute(onNight: (BackfillNight) -> Void) throws -> Ending {
        var record = try emptyRecord()
        try place.files.createDirectory(place.path)
        // Each night takes the pipeline's own lock; this one keeps a second backfill from running nights in between.
        let lock = try WorkspaceLock(place, name: "\(run.pipeline.config.name).\(run.pipeline.name).backfill")
        defer { withExtendedLifetime(lock) {} }
        try record.resume(from: place.path)
        try checkOrder(in: record)
        do {
            let end = try endOfData()
            record.dataEnd = end
            for night in period.nights {
                if let stopped = try pass(night, &record, dataEnd: end, onNight) {
                    return Ending(record: record, exitCode: combined(record, stopped.exitCode), error: stopped.error)
                }
            }
            return Ending(record: record, exitCode: combined(record), error: nil)
        } catch is CancellationError {
            let code = run.interruption() ?? .interrupted
            return Ending(
                record: record, exitCode: combined(record, code),
                error: "interrupted; call it again to go on after the last finished night")
        }
    }

    /// - Returns: the result of a run that ends the backfill; nil to go on.
    private func pass(
        _ night: Int64, _ record: inout BackfillRecord, dataEnd: Int64, _ onNight: (BackfillNight) -> Void
    ) throws -> RunResult? {
        if record.index(of: night) == nil {
            let result = try run.ofNight(night, in: place).execute()
            guard Self.passing.contains(result.exitCode) else { return result }
            record.nights.append(BackfillNight(result, asOf: night, published: publishedRun))
            if result.evaluation?.lowerIsBetter.contains(record.metric) == true { record.isLowerBetter = true }
            try record.save(in: place.path, of: place.files)
        }
        guard let index = record.index(of: night) else { return nil }
        if record.nights[index].nextDays.isOpen(for: period.days), hasItsBundle(record.nights[index]) {
            record.nights[index].nextDays = try score(record.nights[index], dataEnd: dataEnd)
            try record.save(in: place.path, of: place.files)
        }
        onNight(record.nights[index])
        return nil
    }

    /// Not so where the run has been pruned since: then what is known of the night stays as it is.
    private func hasItsBundle(_ night: BackfillNight) -> Bool {
        guard let published = night.published else { return true }
        return Publication.hasBundle(bundle(of: published))
    }

    private func bundle(of run: String) -> String {
        place.bundle(config: self.run.pipeline.config.name, pipeline: self.run.pipeline.name, run: run)
    }

    private func score(_ night: BackfillNight, dataEnd: Int64) throws -> NextDays {
        guard let published = night.published else { return .noModel }
        guard night.asOf < dataEnd else { return .noData }
        let end = period.end(after: night.asOf)
        do {
            let metrics = try scorer.scores(of: bundle(of: published), from: night.asOf, to: min(end, dataEnd))
            return .scored(
                .init(days: period.days, until: min(end, dataEnd), isComplete: end <= dataEnd, metrics: metrics))
        } catch let error as DataError {
            return .notScorable("\(error)")
        }
    }

    private var publishedRun: String? {
        place.publishedRun(config: run.pipeline.config.name, pipeline: run.pipeline.name)
    }

    private func combined(_ record: BackfillRecord, _ last: ExitStatus = .done) -> ExitStatus {
        let nights = Set(period.nights)
        return .combined(record.nights.filter { nights.contains($0.asOf) }.map(\.exitCode) + [last])
    }

    // MARK: - Before the first night

    private func emptyRecord() throws -> BackfillRecord {
        let pipeline = run.pipeline
        func lacks(_ found: String) -> BackfillError { .lacksStage(pipeline: pipeline.name, found: found) }
        guard let evaluate = pipeline.evaluate else { throw lacks("does not evaluate") }
        guard pipeline.features?.split != nil else { throw lacks("does not split its dataset") }
        guard let export = pipeline.export, export.formats.contains(where: { $0.name == "bundle" }) else {
            throw lacks("exports no bundle")
        }
        // Whether the dataset can be split by time is known before anything runs.
        _ = try scorer.features(holdingOutFrom: period.nights[0])
        return BackfillRecord(pipeline, metric: evaluate.select, days: period.days)
    }

    private func endOfData() throws -> Int64 {
        guard let end = try scorer.endOfData() else { throw BackfillError.noTimes(config: run.pipeline.config.name) }
        return end
    }

    private func checkOrder(in record: BackfillRecord) throws {
        guard let last = record.nights.last?.asOf else { return }
        if let early = period.nights.first(where: { $0 < last && record.index(of: $0) == nil }) {
            throw BackfillError.outOfOrder(asOf: early, last: last, directory: place.path)
        }
    }
}

extension PipelineRun {
    /// The same run as of a night, in another workspace, of which nobody is told.
    fileprivate func ofNight(_ night: Int64, in place: Workspace) -> PipelineRun {
        PipelineRun(
            pipeline, workspace: place, options: RunOptions(asOf: night), pool: pool, log: log,
            logLevel: logger.logLevel,
            progress: progress, reporter: reporter, metricDefinitions: metricDefinitions, interruption: interruption)
    }

    fileprivate var contextOfBackfill: RunContext {
        RunContext(
            pool: pool, seed: pipeline.seed, asOf: nil, log: logger, progress: progress,
            isCancelled: { interruption() != nil })
    }
}
