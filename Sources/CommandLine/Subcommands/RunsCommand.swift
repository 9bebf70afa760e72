import ArgumentParser
import Pipeline

/// `mercer runs`: what ran in a workspace.
struct RunsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "runs", abstract: "Lists, shows, charts and prunes the runs of a workspace.",
        subcommands: [List.self, Show.self, RunsReportCommand.self, RunsPruneCommand.self])

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists all runs, newest last; * marks what is published.")

        @OptionGroup var workspace: WorkspaceOption
        @Option(help: "A table, or one JSON object.")
        var output: OutputFormat = .text

        func run() throws {
            let workspace = workspace.resolve()
            let store = RunStore(workspace)
            let rows = store.ids.map { id in RunRow(id, in: store) }
            switch output {
            case .json: try StandardOutput.write(JSON.object(["runs": .array(rows.map(\.json))]).text() + "\n")
            case .text:
                var table = TextTable(
                    header: ["", "run", "status", "pipeline", "config", "selected", "seconds"], rightAligned: [6])
                for row in rows { table.add(row.cells) }
                try StandardOutput.write(table.text)
            }
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shows one run: its stages, its metrics, where things lie.")

        @Argument(help: ArgumentHelp("An id, a unique prefix, latest, or a directory.", valueName: "run"))
        var name: String
        @OptionGroup var workspace: WorkspaceOption
        @Option(help: "Text, or run.json as it stands.")
        var output: OutputFormat = .text

        func run() throws {
            let store = RunStore(workspace.resolve())
            let directory = try store.find(name)
            let record = try store.record(in: directory)
            switch output {
            case .json: try StandardOutput.write(record.text(indented: true) + "\n")
            case .text:
                try StandardOutput.write(RunDescription(record: record, directory: directory, store: store).text)
            }
        }
    }
}

/// One run in the list.
private struct RunRow {
    let id: String
    let record: JSON?
    let selected: String?
    let isPublished: Bool

    init(_ id: String, in store: RunStore) {
        self.id = id
        let directory = store.workspace.runDirectory(id)
        record = try? store.record(in: directory)
        selected = (try? store.file("metrics.json", in: directory))?["selected"]?.stringValue
        isPublished =
            store.workspace.publishedRun(
                config: record?["config"]?["name"]?.stringValue ?? "",
                pipeline: record?["pipeline"]?["name"]?.stringValue ?? "") == id
    }

    private var seconds: Double? {
        record?["stages"]?.arrayValue?.reduce(0) { $0 + ($1["seconds"]?.doubleValue ?? 0) }
    }

    var cells: [String] {
        [
            isPublished ? "*" : "", id, record?["status"]?.stringValue ?? "unreadable",
            record?["pipeline"]?["name"]?.stringValue ?? "", record?["config"]?["name"]?.stringValue ?? "",
            selected ?? "", seconds.map { Figures.decimal($0, places: 1) } ?? "",
        ]
    }

    var json: JSON {
        [
            "run": .string(id), "status": record?["status"] ?? .null, "pipeline": record?["pipeline"]?["name"] ?? .null,
            "config": record?["config"]?["name"] ?? .null, "selected": selected.map(JSON.string) ?? .null,
            "published": .bool(isPublished), "started": record?["started"] ?? .null,
        ]
    }
}
