import ArgumentParser
import Catalog
import LinearAlgebra
import Pipeline

/// `mercer plan`: says what a run would do, and exactly why.
struct PlanCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "Says what a run would do, what is stored, exactly why, and about how much it takes.",
        discussion: "Reads input files only where their digest is not remembered.")

    @OptionGroup var arguments: PipelineArguments
    @OptionGroup var output: OutputOptions

    func run() throws {
        guard let nightly = try arguments.nightly() else {
            let plan = try plan(arguments)
            return try StandardOutput.write(output.output == .json ? plan.json.text() + "\n" : Self.text(of: plan))
        }
        var runs: [JSON] = []
        for entry in nightly.runs {
            var one = arguments
            (one.pipeline, one.config) = (entry.pipelinePath, entry.configPath)
            let plan = try plan(one)
            let place: [JSON.Member] = [
                .init("pipeline", .string(entry.pipeline)), .init("config", .string(entry.configPath)),
            ]
            runs.append(.object(place + (plan.json.members ?? [])))
            if output.output == .text {
                try StandardOutput.write("\(entry.pipeline) on \(entry.configPath)\n" + Self.text(of: plan))
            }
        }
        if output.output == .json { try StandardOutput.write(JSON.object(["runs": .array(runs)]).text() + "\n") }
    }

    private static func text(of plan: ChainPlan) -> String {
        plan.steps.map { "\($0)\n" }.joined() + (plan.estimate.map { "it takes \($0.text)\n" } ?? "")
    }

    private func plan(_ arguments: PipelineArguments) throws -> ChainPlan {
        let resolved = try arguments.resolve()
        let run = PipelineRun(
            resolved, workspace: arguments.workspace.resolve(config: resolved.config.workspace?.path),
            options: arguments.options(), pool: WorkerPool(threadCount: resolved.config.threads), log: output.log,
            logLevel: .warning, progress: SilentProgress(), reporter: Catalog.reporter,
            metricDefinitions: Catalog.metricDefinitions, interruption: { nil })
        return try run.plan()
    }
}
