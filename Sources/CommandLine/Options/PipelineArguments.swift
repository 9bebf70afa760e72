import ArgumentParser
import Catalog
import Foundation
import Pipeline

/// A pipeline with its config and what the command line changes of them: shared by `run` and `plan`.
struct PipelineArguments: ParsableArguments {
    @Argument(help: "A pipeline file, or the name of one in Pipelines/.")
    var pipeline: String
    @Option(help: "The site: a config file. A nightly file names its own.")
    var config: String?
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
    @Option(
        help: ArgumentHelp(
            "The first stage to run anew, with all after it, whatever is stored; what lies before is reused.",
            valueName: "stage"))
    var from: String?
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
        let (first, last) = (try stage(from, of: "--from"), try stage(until, of: "--until"))
        if let first, let last, first > last {
            throw ValidationError("--from \(first.rawValue) comes after --until \(last.rawValue): nothing would run")
        }
        if first != nil, force { throw ValidationError("--from with --force, which runs every stage anew: give one") }
    }

    private func stage(_ name: String?, of flag: String) throws -> StageName? {
        guard let name else { return nil }
        guard let stage = StageName(rawValue: name) else {
            let hint = NearestName.hint(for: name, among: StageName.allCases.map(\.rawValue)) ?? ""
            throw ValidationError("\(flag) \(name): unknown stage; \(hint)")
        }
        return stage
    }

    /// The file that is meant.
    var path: String {
        get throws(InputError) { try PipelineLocator.path(of: pipeline) }
    }

    /// The nightly file that is meant instead of a pipeline; nil where it is a pipeline.
    ///
    /// - Throws: `ValidationError` for flags that belong to one pipeline.
    func nightly() throws -> NightlyDocument? {
        let reader = DocumentReader(catalog: Catalog.components, stages: Catalog.stages)
        guard try reader.isNightly(path) else { return nil }
        guard config == nil else { throw ValidationError("--config: a nightly file names the config of each run") }
        guard set.isEmpty else { throw ValidationError("--set: change the pipelines or configs of a nightly file") }
        return try reader.nightly(path)
    }

    /// The flags that hold for every run of a nightly file, as `run` takes them.
    var flagsOfEveryRun: [String] {
        let values: [(String, String?)] = [
            ("--as-of", asOf), ("--threads", threads.map(String.init)), ("--seed", seed.map(String.init)),
            ("--until", until), ("--from", from), ("--workspace", workspace.workspace),
        ]
        return values.compactMap { name, value in value.map { "\(name)=\($0)" } } + (force ? ["--force"] : [])
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
        return try reader.resolve(
            pipeline: path, config: config, overrides: overrides)
    }

    func options(waitSeconds: Double = 0, limits: RunLimits = RunLimits()) -> RunOptions {
        RunOptions(
            asOf: asOf.flatMap(Instant.parse), until: until.flatMap(StageName.init(rawValue:)) ?? .export,
            from: from.flatMap(StageName.init(rawValue:)), force: force, waitSeconds: waitSeconds, limits: limits)
    }
}
