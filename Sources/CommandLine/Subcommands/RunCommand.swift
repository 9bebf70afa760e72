import ArgumentParser
import Catalog
import Foundation
import LinearAlgebra
import Pipeline

/// `mercer run`: runs a pipeline on a site.
struct RunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Runs a pipeline on a site, or the runs that a nightly file lists.",
        discussion: """
            Results of unchanged stages are reused. Memory: the tables' columns while features are built (a few bytes a cell), \
            then the dataset (16 bytes an interaction) and the factors.
            """)

    @OptionGroup var arguments: PipelineArguments
    @Option(
        help: ArgumentHelp(
            "Waits this long for another run of the same config and pipeline to end, instead of ending with code 75.",
            valueName: "seconds"))
    var wait = 0.0
    @OptionGroup var limits: LimitOptions
    @OptionGroup var forced: ForcedPublishOptions
    @OptionGroup var telling: TellingOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        try StatedTime.seconds.check(wait, of: "--wait")
    }

    func run() throws {
        let restart = BLASRuntime.restartIfNeeded(
            arguments: CommandLine.arguments, environment: ProcessInfo.processInfo.environment)
        let interruption = Interruption()
        let watching = interruption.watch()
        defer { withExtendedLifetime(watching) {} }
        if let nightly = try arguments.nightly(checkingRuns: false) {
            guard forced.statedReason == nil else {
                throw ValidationError("--force-publish: a nightly file has several runs; force the one that needs it")
            }
            interruption.expectChildren()
            return try run(nightly, interruption)
        }
        let answer = RunAnswer()
        if output.output == .json { interruption.beforeTheEnd(answer.printBeforeTheEnd) }
        let resolved = try arguments.site.resolve()
        let log = output.log
        let pool = WorkerPool(threadCount: resolved.config.threads) { interruption.requested != nil }
        log.logger(level: .info).info("\(restart), \(pool.threadCount) threads")
        let run = PipelineRun(
            resolved, workspace: arguments.site.workspace(of: resolved),
            options: arguments.options(
                waitSeconds: wait, limits: limits.limits, forcePublishReason: forced.statedReason),
            pool: pool, log: log, logLevel: .info,
            progress: output.progressSink,
            reporter: Catalog.reporter,
            observers: [answer]
                + telling.observers(of: resolved.config, log: log.logger(level: .info), interruption),
            metricDefinitions: Catalog.metricDefinitions, interruption: { interruption.requested })
        let result: RunResult
        do {
            result = try run.execute()
        } catch is CancellationError {
            StandardError.write("mercer: interrupted while waiting for another run\n")
            throw CommandExit(code: interruption.requested ?? .interrupted)
        }
        switch output.output {
        case .json: try answer.print()
        case .text where result.exitCode == .done || result.exitCode == .refused:
            try StandardOutput.write(RunSummary(result: result).text)
        case .text: break
        }
        if result.exitCode != .done { throw CommandExit(code: result.exitCode) }
    }

    private func run(_ nightly: NightlyDocument, _ interruption: Interruption) throws {
        let flags =
            arguments.flagsOfEveryRun + telling.flagsOfEveryRun + limits.flags + [
                "--wait", "\(wait)", "--log-format", output.logFormat.rawValue,
                "--progress", output.progress.rawValue,
            ]
        let result = NightlyRunner(document: nightly, flags: flags, interruption: interruption).run()
        switch output.output {
        case .json: try StandardOutput.write(result.json.text() + "\n")
        case .text: try StandardOutput.write(result.text)
        }
        if result.exitStatus != .done { throw CommandExit(code: result.exitStatus) }
    }
}
