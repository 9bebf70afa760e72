import ArgumentParser
import Catalog
import Foundation
import Pipeline

/// A pipeline with its config, what the command line changes of them, and the workspace.
struct SiteArguments: ParsableArguments {
    @Argument(help: "A pipeline file, or the name of one in Pipelines/.")
    var pipeline: String
    @Option(help: "The site: a config file. A nightly file names its own.")
    var config: String?
    @Option(
        name: .long, help: ArgumentHelp("Sets one value: train.candidates.als-64.factors=32.", valueName: "path=value"))
    var set: [String] = []
    @Option(help: "Threads; 0 is one for each processor. Never changes a result.")
    var threads: Int?
    @Option(help: "Starts all that is random.")
    var seed: Int?
    @OptionGroup var workspace: WorkspaceOption

    func validate() throws {
        for assignment in set where Override(assignment: assignment) == nil {
            throw ValidationError("--set \(assignment): expected path=value")
        }
    }

    /// The file that is meant.
    var path: String {
        get throws(InputError) { try PipelineLocator.path(of: pipeline) }
    }

    /// Reads both documents and checks the chain.
    ///
    /// - Throws: `ValidationError` without a config.
    func resolve() throws -> ResolvedPipeline {
        guard let config else {
            throw ValidationError("--config: a pipeline runs on a site, name its config file")
        }
        var overrides = set.compactMap(Override.init(assignment:))
        if let seed { overrides.append(Override(address: "seed", text: String(seed), flag: "--seed")) }
        if let threads {
            overrides.append(Override(address: "config.threads", text: String(threads), flag: "--threads"))
        }
        let reader = DocumentReader(catalog: Catalog.components, stages: Catalog.stages)
        return try reader.resolve(pipeline: path, config: config, overrides: overrides)
    }

    /// The workspace of a resolved pipeline.
    func workspace(of resolved: ResolvedPipeline) -> Workspace {
        workspace.resolve(config: resolved.config.workspace?.path)
    }
}
