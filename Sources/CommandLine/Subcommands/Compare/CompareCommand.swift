import ArgumentParser
import Catalog
import DurableFiles
import Foundation
import LinearAlgebra
import Pipeline
import Report

/// `mercer compare`: which of several models is better, by how much, how sure, and where not.
struct CompareCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare", abstract: "Compares the models of several runs: a page, Markdown or JSON.",
        discussion: """
            The first model is the baseline. RUN compares the candidate the run selected, RUN:ID another one of it. \
            Differences are tested between runs with the same test part; others stand side by side. \
            Without --output, Markdown goes to standard output. Memory: the values per user of the models compared.
            """)

    @Argument(
        help: ArgumentHelp(
            "An id, a unique prefix, latest, or a directory; with :ID for a candidate.", valueName: "run"))
    var runs: [String] = []
    @Option(help: ArgumentHelp("Where to write: a file that ends in .html, .md or .json.", valueName: "file"))
    var output: String?
    @Option(help: ArgumentHelp("Adds all evaluated runs started since.", valueName: "date"))
    var since: String?
    @Option(
        help: ArgumentHelp("Adds all evaluated runs of a pipeline; with --since, only those since.", valueName: "name"))
    var pipeline: String?
    @Flag(help: "Takes the published run of the first run's pipeline and config as baseline.")
    var champion = false
    @OptionGroup var workspace: WorkspaceOption

    private enum Form: String, CaseIterable {
        case html, md, json
    }

    func validate() throws {
        if let since, Instant.parse(since) == nil {
            throw ValidationError("--since \(since): expected a date or an ISO 8601 time, 2011-12-01T00:00:00Z")
        }
        if let output, form(of: output) == nil {
            throw ValidationError("--output \(output): expected a file that ends in .html, .md or .json")
        }
        guard !runs.isEmpty || since != nil || pipeline != nil else {
            throw ValidationError("expected runs to compare: their ids, or --since or --pipeline")
        }
    }

    func run() throws {
        let request = RunSelection.Request(
            names: runs, since: since.flatMap(Instant.parse), pipeline: pipeline, champion: champion)
        let selection = try RunSelection(request, in: RunStore(workspace.resolve()))
        let pool = WorkerPool(threadCount: 0)
        let report = ComparisonReport(
            try Comparison(selection, pool: pool), definitions: Catalog.metricDefinitions)
        guard let output, let form = form(of: output) else { return try StandardOutput.write(report.markdown) }
        try FileSystem().write(text(of: report, as: form), to: output)
        try StandardOutput.write(report.summaryParagraphs.joined(separator: "\n\n") + "\n\n\(output)\n")
    }

    private func form(of path: String) -> Form? {
        Form(rawValue: URL(fileURLWithPath: path).pathExtension.lowercased())
    }

    private func text(of report: ComparisonReport, as form: Form) -> String {
        switch form {
        case .html: report.html
        case .md: report.markdown
        case .json: report.json.text(indented: true) + "\n"
        }
    }
}
