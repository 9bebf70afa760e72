import ArgumentParser
import Catalog
import Pipeline

/// `mercer rollback`: publishes an earlier run again.
struct RollbackCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rollback",
        abstract: "Publishes the bundle that was published before, or that of a named run, in one step.",
        discussion: """
            Called again it goes back one more, until nothing earlier is known. The bundle is verified first: its files and its \
            golden answers. The next run's winner is compared with whatever \
            is published then. Ends with code 65 where the bundle does not hold or knows \
            suppressed ids, 66 where there is nothing to go back to, and \
            75 while a run of the same config and pipeline is in progress. Memory: the bundle's size.
            """)

    @Argument(help: "A pipeline file, or the name of a pipeline.")
    var pipeline: String
    @Option(help: "The site: a config file.")
    var config: String
    @Option(
        help: ArgumentHelp(
            "The run to go back to: an id or a unique prefix (default: the one before).", valueName: "run"))
    var to: String?
    @Option(
        help: ArgumentHelp(
            "Why, for whoever asks later; needed where the bundle knows ids that have been suppressed since.",
            valueName: "text"))
    var reason: String?
    @OptionGroup var workspace: WorkspaceOption

    func run() throws {
        let place = try DocumentReader(catalog: Catalog.components, stages: Catalog.stages).modelPlace(
            pipeline: PipelineLocator.path(of: pipeline), config: config)
        let workspace = workspace.resolve(config: place.workspace)
        let rollback = Rollback(workspace, config: place.config, pipeline: place.pipeline, reporter: Catalog.reporter)
        let target = try to.map { try RunStore(workspace).find($0) }
        let run = try rollback.perform(
            to: target, reason: reason, suppressing: place.suppressions, verify: PublishedRun.problems)
        try PublishedRun.tell(run, config: place.config, pipeline: place.pipeline, in: workspace)
    }
}
