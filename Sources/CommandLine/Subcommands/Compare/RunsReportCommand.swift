import ArgumentParser
import DurableFiles
import Foundation
import Pipeline
import Report

/// `mercer runs report`: all runs over time, as a page.
struct RunsReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report", abstract: "Writes a page of all runs over time: metric, durations, failures.")

    @Option(help: ArgumentHelp("Only runs of this pipeline.", valueName: "name"))
    var pipeline: String?
    @Option(help: ArgumentHelp("Only runs on this config.", valueName: "name"))
    var config: String?
    @Option(help: ArgumentHelp("Where to write the page (default: runs.html in the workspace).", valueName: "file"))
    var output: String?
    @OptionGroup var workspace: WorkspaceOption

    func validate() throws {
        if let output, URL(fileURLWithPath: output).pathExtension.lowercased() != "html" {
            throw ValidationError("--output \(output): expected a file that ends in .html")
        }
    }

    func run() throws {
        let store = RunStore(workspace.resolve())
        let history = try RunHistory(of: store, pipeline: pipeline, config: config)
        guard !history.series.isEmpty else {
            throw InputError(
                path: store.workspace.runs, found: "there are no runs of what was asked for",
                remedy: "see `mercer runs list`")
        }
        let output = output ?? "\(store.workspace.path)/runs.html"
        let folder = URL(fileURLWithPath: output).standardizedFileURL.deletingLastPathComponent().path
        let report = HistoryReport(history, runsPath: RelativePath.from(folder, to: store.workspace.runs))
        try FileSystem().write(report.html, to: output)
        try StandardOutput.write("\(output)\n")
    }
}
