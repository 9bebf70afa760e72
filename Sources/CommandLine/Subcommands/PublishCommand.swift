import ArgumentParser
import Foundation
import Pipeline

/// `mercer publish`: makes a run's bundle the one that is served.
struct PublishCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "publish",
        abstract: "Makes a run's bundle the published one of its config and pipeline, in one step.")

    @Argument(help: ArgumentHelp("An id, a unique prefix, latest, or a directory.", valueName: "run"))
    var name: String
    @OptionGroup var workspace: WorkspaceOption

    func run() throws {
        let workspace = workspace.resolve()
        let store = RunStore(workspace)
        let record = try store.record(in: store.find(name))
        guard let id = record["id"]?.stringValue, let config = record["config"]?["name"]?.stringValue,
            let pipeline = record["pipeline"]?["name"]?.stringValue
        else {
            throw InputError(path: name, found: "its run.json names no config and pipeline", remedy: "name another run")
        }
        let bundle = workspace.bundle(config: config, pipeline: pipeline, run: id)
        guard FileManager.default.fileExists(atPath: "\(bundle)/manifest.json") else {
            throw InputError(path: bundle, found: "the run has no bundle", remedy: "publish a run that exported one")
        }
        try workspace.publish(run: id, config: config, pipeline: pipeline)
        try StandardOutput.write("\(workspace.current(config: config, pipeline: pipeline)) -> \(id)\n")
    }
}
