import ArgumentParser
import Catalog
import LinearAlgebra
import Pipeline

/// `mercer plan`: says what a run would do, and exactly why.
struct PlanCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan", abstract: "Says what a run would do, what is stored, and exactly why.",
        discussion: "Reads input files only where their digest is not remembered.")

    @OptionGroup var arguments: PipelineArguments
    @OptionGroup var output: OutputOptions

    func run() throws {
        if let nightly = try arguments.nightly() {
            for entry in nightly.runs {
                var one = arguments
                (one.pipeline, one.config) = (entry.pipelinePath, entry.configPath)
                if output.output == .text { try StandardOutput.write("\(entry.pipeline) on \(entry.configPath)\n") }
                try plan(one)
            }
        } else {
            try plan(arguments)
        }
    }

    private func plan(_ arguments: PipelineArguments) throws {
        let resolved = try arguments.resolve()
        let run = PipelineRun(
            resolved, workspace: arguments.workspace.resolve(config: resolved.config.workspace?.path),
            options: arguments.options(), pool: WorkerPool(threadCount: resolved.config.threads), log: output.log,
            logLevel: .warning, progress: SilentProgress(), reporter: Catalog.reporter,
            metricDefinitions: Catalog.metricDefinitions, interruption: { nil })
        let plan = try run.plan()
        switch output.output {
        case .json: try StandardOutput.write(plan.json.text() + "\n")
        case .text:
            for step in plan.steps {
                try StandardOutput.write("\(step)\n")
            }
        }
    }
}
