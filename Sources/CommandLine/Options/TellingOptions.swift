import ArgumentParser
import Catalog
import DurableFiles
import Foundation
import Logging
import Observers
import Pipeline

/// Who is told of a run that has ended, besides whom its config names.
struct TellingOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Keeps the newest run's metrics in this file for node-exporter's textfile collector; runs of several pipelines may share it.",
            valueName: "file.prom"))
    var metricsFile: String?

    func validate() throws {
        if let metricsFile, URL(fileURLWithPath: metricsFile).pathExtension != "prom" {
            throw ValidationError(
                "--metrics-file \(metricsFile): expected a file that ends in .prom, node-exporter reads no other")
        }
    }

    /// For the runs of a nightly file, as `run` takes them.
    var flagsOfEveryRun: [String] { metricsFile.map { ["--metrics-file=\($0)"] } ?? [] }

    /// Monitoring hears of a run first: it is quick, and it must not wait for others. What asks a network comes last.
    func observers(of config: SiteConfig, log: Logger, _ interruption: Interruption) -> [any RunObserver] {
        var observers: [any RunObserver] = []
        if let metricsFile { observers.append(MetricsObserver(path: metricsFile, files: FileSystem(), log: log)) }
        let isCancelled: @Sendable () -> Bool = { interruption.requested != nil }
        observers.append(CommandObserver(config.notifications, log: log, isCancelled: isCancelled))
        if let webhook = config.notifications.webhook {
            observers.append(WebhookObserver(webhook, log: log, isCancelled: isCancelled))
        }
        return observers + Catalog.observers(of: config, log: log, effort: .brief(isCancelled: isCancelled))
    }
}
