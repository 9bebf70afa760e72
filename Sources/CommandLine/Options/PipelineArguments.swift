import ArgumentParser
import Catalog
import Foundation
import Pipeline

/// A pipeline with its config and what the command line asks of a run: shared by `run` and `plan`.
struct PipelineArguments: ParsableArguments {
    @OptionGroup var site: SiteArguments
    @Option(
        help: ArgumentHelp("Pretends to run at this instant: rows at or after it are dropped.", valueName: "instant"))
    var asOf: String?
    @Option(help: ArgumentHelp("The last stage to run.", valueName: "stage"))
    var until: String?
    @Option(
        help: ArgumentHelp(
            "The first stage to run anew, with all after it, whatever is stored; what lies before is reused.",
            valueName: "stage"))
    var from: String?
    @Flag(help: "Runs every stage anew, whatever is stored.")
    var force = false

    func validate() throws {
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

    /// The nightly file that is meant instead of a pipeline; nil where it is a pipeline.
    ///
    /// - Parameter checkingRuns: whether its pipelines and configs are read, too.
    /// - Throws: `ValidationError` for flags that belong to one pipeline.
    func nightly(checkingRuns: Bool = true) throws -> NightlyDocument? {
        let reader = DocumentReader(catalog: Catalog.components, stages: Catalog.stages)
        let path = try site.path
        guard try reader.isNightly(path) else { return nil }
        guard site.config == nil else { throw ValidationError("--config: a nightly file names the config of each run") }
        guard site.set.isEmpty else {
            throw ValidationError("--set: change the pipelines or configs of a nightly file")
        }
        return try reader.nightly(path, checkingRuns: checkingRuns)
    }

    /// The flags that hold for every run of a nightly file, as `run` takes them.
    var flagsOfEveryRun: [String] {
        let values: [(String, String?)] = [
            ("--as-of", asOf), ("--threads", site.threads.map(String.init)), ("--seed", site.seed.map(String.init)),
            ("--until", until), ("--from", from), ("--workspace", site.workspace.workspace),
        ]
        return values.compactMap { name, value in value.map { "\(name)=\($0)" } } + (force ? ["--force"] : [])
    }

    func options(
        waitSeconds: Double = 0, limits: RunLimits = RunLimits(), forcePublishReason: String? = nil
    ) -> RunOptions {
        RunOptions(
            asOf: asOf.flatMap(Instant.parse), until: until.flatMap(StageName.init(rawValue:)) ?? .export,
            from: from.flatMap(StageName.init(rawValue:)), force: force, waitSeconds: waitSeconds, limits: limits,
            forcePublishReason: forcePublishReason)
    }
}
