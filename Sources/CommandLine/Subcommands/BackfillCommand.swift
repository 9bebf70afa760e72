import ArgumentParser
import Catalog
import DurableFiles
import Foundation
import LinearAlgebra
import Pipeline
import Report

/// `mercer backfill`: what every night of a period would have trained, published and scored.
struct BackfillCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backfill",
        abstract: "Runs a pipeline as of every night of a period and scores each on the days after.",
        discussion: """
            The nights run in backfill/CONFIG/PIPELINE of the workspace, where they publish and pass or fail their gate as they \
            would have; what is served stays as it is. A second call goes on after the last finished night. It leaves \
            backfill.json and backfill.html there. Memory and time: those of a run, for every night.
            """)

    @OptionGroup var site: SiteArguments
    @Option(help: ArgumentHelp("The first night: rows at or after it are not known to it.", valueName: "date"))
    var from: String
    @Option(help: ArgumentHelp("The last night.", valueName: "date"))
    var to: String
    @Option(
        help: ArgumentHelp(
            "How many days after each night its model is scored on; a week holds every weekday once.",
            valueName: "days"))
    var days = 7
    @OptionGroup var output: OutputOptions

    private static let daysAllowed = 1...366

    func validate() throws {
        for (flag, text) in [("--from", from), ("--to", to)] where Instant.parse(text) == nil {
            throw ValidationError("\(flag) \(text): expected a date or an ISO 8601 time, 2011-12-01T00:00:00Z")
        }
        guard Self.daysAllowed.contains(days) else {
            throw ValidationError("--days \(days): expected from 1 to \(Self.daysAllowed.upperBound)")
        }
        guard period != nil else {
            throw ValidationError(
                "--from \(from) --to \(to): expected the first night no later than the last, and at most "
                    + "\(BackfillPeriod.mostNights) nights")
        }
    }

    private var period: BackfillPeriod? {
        guard let from = Instant.parse(from), let to = Instant.parse(to) else { return nil }
        return BackfillPeriod(from: from, to: to, days: days)
    }

    func run() throws {
        guard let period else { preconditionFailure("validate() found the period valid") }
        let interruption = Interruption()
        let watching = interruption.watch()
        defer { withExtendedLifetime(watching) {} }
        let backfill = try Backfill(pipelineRun(interruption), over: period)
        let ending = try backfill.execute { night in
            StandardError.write("mercer: \(NightLine(night).text)\n")
        }
        let page = try write(ending.record, in: backfill.place)
        switch output.output {
        case .json: try StandardOutput.write(ending.record.json.text() + "\n")
        case .text: try StandardOutput.write(BackfillOutline(ending.record).text + "\n\(page)\n")
        }
        if let error = ending.error { StandardError.write("mercer: \(error)\n") }
        if ending.exitCode != .done { throw CommandExit(code: ending.exitCode) }
    }

    private func pipelineRun(_ interruption: Interruption) throws -> PipelineRun {
        let resolved = try site.resolve()
        return PipelineRun(
            resolved, workspace: site.workspace(of: resolved), options: RunOptions(),
            pool: WorkerPool(threadCount: resolved.config.threads) { interruption.requested != nil }, log: output.log,
            logLevel: .info, progress: output.progressSink, reporter: Catalog.reporter,
            metricDefinitions: Catalog.metricDefinitions, interruption: { interruption.requested })
    }

    private func write(_ record: BackfillRecord, in place: Workspace) throws -> String {
        let path = "\(place.path)/backfill.html"
        let report = BackfillReport(record, definitions: Catalog.metricDefinitions)
        try place.files.write(report.html, to: path)
        return path
    }
}
