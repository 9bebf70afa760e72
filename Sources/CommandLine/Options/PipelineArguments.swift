import ArgumentParser
import Catalog
import Foundation
import Pipeline

/// A pipeline with its config and what the command line changes of them: shared by `run` and `plan`.
struct PipelineArguments: ParsableArguments {
    @Argument(help: "A pipeline file, or the name of one in Pipelines/.")
    var pipeline: String
    @Option(help: "The site: a config file.")
    var config: String
    @Option(
        name: .long, help: ArgumentHelp("Sets one value: train.candidates.als-64.factors=32.", valueName: "path=value"))
    var set: [String] = []
    @Option(
        help: ArgumentHelp("Pretends to run at this instant: rows at or after it are dropped.", valueName: "instant"))
    var asOf: String?
    @Option(help: "Threads; 0 is one for each processor. Never changes a result.")
    var threads: Int?
    @Option(help: "Starts all that is random.")
    var seed: Int?
    @Option(help: ArgumentHelp("The last stage to run.", valueName: "stage"))
    var until: String?
    @Flag(help: "Runs every stage anew, whatever is stored.")
    var force = false
    @OptionGroup var workspace: WorkspaceOption

    func validate() throws {
        for assignment in set where Override(assignment: assignment) == nil {
            throw ValidationError("--set \(assignment): expected path=value")
        }
        if let asOf, Instant.parse(asOf) == nil {
            throw ValidationError(
                "--as-of \(asOf): expected a date or an ISO 8601 time, 2011-12-01T00:00:00Z")
        }
        if let until, StageName(rawValue: until) == nil {
            let names = StageName.allCases.map(\.rawValue)
            let hint = NearestName.hint(for: until, among: names) ?? ""
            throw ValidationError("--until \(until): unknown stage; \(hint)")
        }
    }

    /// Reads both documents and checks the chain.
    func resolve() throws -> ResolvedPipeline {
        var overrides = set.compactMap(Override.init(assignment:))
        if let seed { overrides.append(Override(address: "seed", text: String(seed), flag: "--seed")) }
        if let threads {
            overrides.append(Override(address: "config.threads", text: String(threads), flag: "--threads"))
        }
        let reader = DocumentReader(catalog: Catalog.components, stages: Catalog.stages)
        return try reader.resolve(
            pipeline: PipelineLocator.path(of: pipeline), config: config, overrides: overrides)
    }

    var options: RunOptions {
        RunOptions(
            asOf: asOf.flatMap(Instant.parse), until: until.flatMap(StageName.init(rawValue:)) ?? .export, force: force)
    }
}
