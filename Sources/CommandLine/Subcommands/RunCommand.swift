import ArgumentParser
import Catalog
import Foundation
import LinearAlgebra
import Pipeline

/// `mercer run`: runs a pipeline on a site.
struct RunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Runs a pipeline on a site.",
        discussion: """
            Results of unchanged stages are reused. Memory: the tables' columns while features are built (a few bytes a cell), \
            then the dataset (16 bytes an interaction) and the factors.
            """)

    @OptionGroup var arguments: PipelineArguments
    @OptionGroup var output: OutputOptions

    func run() throws {
        let restart = BLASRuntime.restartIfNeeded(
            arguments: CommandLine.arguments, environment: ProcessInfo.processInfo.environment)
        let interruption = Interruption()
        let watching = interruption.watch()
        defer { withExtendedLifetime(watching) {} }
        let resolved = try arguments.resolve()
        let log = output.log
        let pool = WorkerPool(threadCount: resolved.config.threads) { interruption.requested != nil }
        log.logger(level: .info).info("\(restart), \(pool.threadCount) threads")
        let run = PipelineRun(
            resolved, workspace: arguments.workspace.resolve(config: resolved.config.workspace?.path),
            options: arguments.options, pool: pool, log: log, logLevel: .info, progress: output.progressSink,
            reporter: Catalog.reporter, metricDefinitions: Catalog.metricDefinitions,
            interruption: { interruption.requested })
        let result = try run.execute()
        switch output.output {
        case .json: try StandardOutput.write(result.json.text() + "\n")
        case .text where result.exitCode == .done: try StandardOutput.write(RunSummary(result: result).text)
        case .text: break
        }
        if result.exitCode != .done { throw CommandExit(code: result.exitCode) }
    }
}
