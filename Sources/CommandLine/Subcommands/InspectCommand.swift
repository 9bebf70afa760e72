import ArgumentParser
import Foundation
import Pipeline

/// `mercer inspect`: what a bundle or a run holds.
struct InspectCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect", abstract: "Shows what a bundle or a run holds.",
        discussion:
            "Files are described as they stand; `mercer verify` checks them. Memory: the size of the bundle's tensors.")

    @Argument(help: "A run (an id, a unique prefix, latest, or its directory), or the directory of a bundle.")
    var target: String
    @OptionGroup var workspace: WorkspaceOption
    @Option(help: "Text, or one JSON object.")
    var output: OutputFormat = .text

    func run() throws {
        if FileManager.default.fileExists(atPath: "\(target)/\(BundleFile.manifest)") {
            return try write(BundleContents(target))
        }
        let store = RunStore(workspace.resolve())
        let run = try StoredRun(directory: store.find(target))
        let bundle = try bundle(of: run.record, in: store)
        switch output {
        case .json:
            let json: JSON = [
                "run": run.recordWithState, "directory": .string(run.directory), "bundle": bundle?.json ?? .null,
            ]
            try StandardOutput.write(json.text() + "\n")
        case .text:
            let description = bundle.map { "\n" + BundleDescription(contents: $0).text } ?? ""
            try StandardOutput.write(RunDescription(run: run, store: store).text + description)
        }
    }

    /// The bundle a run made; nil where it made none, or its bundle was removed.
    private func bundle(of record: JSON, in store: RunStore) throws -> BundleContents? {
        guard let id = record["id"]?.stringValue, let config = record["config"]?["name"]?.stringValue,
            let pipeline = record["pipeline"]?["name"]?.stringValue
        else { return nil }
        let directory = store.workspace.bundle(config: config, pipeline: pipeline, run: id)
        guard FileManager.default.fileExists(atPath: "\(directory)/\(BundleFile.manifest)") else { return nil }
        return try BundleContents(directory)
    }

    private func write(_ contents: BundleContents) throws {
        switch output {
        case .json: try StandardOutput.write(contents.json.text() + "\n")
        case .text: try StandardOutput.write(BundleDescription(contents: contents).text)
        }
    }
}
