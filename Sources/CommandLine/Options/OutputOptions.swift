import ArgumentParser
import Foundation
import Pipeline

enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
    case text, json
}

enum ProgressMode: String, ExpressibleByArgument, CaseIterable {
    case auto, always, never
}

/// How a run tells what it does.
struct OutputOptions: ParsableArguments {
    @Option(help: "The result on standard output: a summary, or one JSON object.")
    var output: OutputFormat = .text
    @Option(help: "Progress bars; auto shows them on a terminal.")
    var progress: ProgressMode = .auto
    @Option(help: "Log lines on standard error.")
    var logFormat: OutputFormat = .text

    var log: RunLog { RunLog(format: logFormat == .json ? .json : .text) }

    var progressSink: any ProgressSink {
        let isShown = progress == .always || (progress == .auto && isatty(STDERR_FILENO) == 1)
        guard isShown else { return SilentProgress() }
        let noColour = ProcessInfo.processInfo.environment["NO_COLOR"].map { !$0.isEmpty } ?? false
        return ProgressBar(usesColour: !noColour)
    }
}
