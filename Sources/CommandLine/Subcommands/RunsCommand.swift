import ArgumentParser
import Pipeline

/// `mercer runs`: what ran in a workspace.
struct RunsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "runs", abstract: "Lists, shows, charts and prunes the runs of a workspace.",
        subcommands: [List.self, Show.self, RunsReportCommand.self, RunsPruneCommand.self])

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract:
                "Lists all runs, newest last; * marks champions, which are published, gate what was decided about the others."
        )

        @OptionGroup var workspace: WorkspaceOption
        @Option(help: "A table, or one JSON object.")
        var output: OutputFormat = .text

        func run() throws {
            let list = try RunList(of: RunStore(workspace.resolve()))
            switch output {
            case .json: try StandardOutput.write(list.json.text() + "\n")
            case .text: try StandardOutput.write(list.text)
            }
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shows one run: its stages, its metrics, where things lie.")

        @Argument(help: ArgumentHelp("An id, a unique prefix, latest, or a directory.", valueName: "run"))
        var name: String
        @OptionGroup var workspace: WorkspaceOption
        @Option(help: "Text, or run.json; its status says of a run that was killed that it was.")
        var output: OutputFormat = .text

        func run() throws {
            let store = RunStore(workspace.resolve())
            let stored = try StoredRun(directory: store.find(name))
            switch output {
            case .json: try StandardOutput.write(stored.recordWithState.text(indented: true) + "\n")
            case .text: try StandardOutput.write(RunDescription(run: stored, store: store).text)
            }
        }
    }
}
