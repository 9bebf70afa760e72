import ArgumentParser
import Catalog
import Pipeline

/// `mercer publish`: makes a run's bundle the one that is served.
struct PublishCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "publish",
        abstract: "Makes a run's bundle the published one of its config and pipeline, in one step.",
        discussion: """
            The bundle is verified first: its files and its golden answers. A run that its gate refused needs --force-publish \
            with a --reason; a reason is recorded whatever the gate said. Ends with code 2 without, 65 where the bundle does not \
            hold, 66 where what is published can't be read, and 75 while a run of the same config and pipeline is in progress.
            """)

    @Argument(help: ArgumentHelp("An id, a unique prefix, latest, or a directory.", valueName: "run"))
    var name: String
    @OptionGroup var forced: ForcedPublishOptions
    @OptionGroup var workspace: WorkspaceOption

    func run() throws {
        let workspace = workspace.resolve()
        let publication = ManualPublication(in: workspace, reporter: Catalog.reporter)
        let run = try publication.perform(
            RunStore(workspace).find(name), becauseOf: forced.statedReason,
            verify: PublishedRun.problems)
        try PublishedRun.tell(run.id, config: run.config, pipeline: run.pipeline, in: workspace)
    }
}
