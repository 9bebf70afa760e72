import ArgumentParser
import Catalog
import Foundation
import Observers
import Pipeline

/// `mercer runs prune`: removes old runs and their bundles.
struct RunsPruneCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prune",
        abstract: "Removes old runs and their bundles; without --apply it says what would go.",
        discussion: """
            A run stays where --keep-last or --keep-days keeps it, or a server is still to be sent its files (mercer sync). \
            --max-size outweighs all three: the oldest go until the rest fits. \
            The champion, its predecessor, what the champion started from, the newest run that ended, and all runs of a config and \
            pipeline of which one is in progress, or of which it is unclear what is published, always stay.
            """)

    @Option(help: ArgumentHelp("Keeps the newest runs of each config and pipeline.", valueName: "number"))
    var keepLast: Int?
    @Option(help: ArgumentHelp("Keeps runs that started no longer ago.", valueName: "days"))
    var keepDays: Double?
    @Option(
        help: ArgumentHelp("Lets runs and bundles together take no more than this: 500MB, 2GiB.", valueName: "size"))
    var maxSize: ByteCount?
    @Option(help: ArgumentHelp("Only runs on this config.", valueName: "name"))
    var config: String?
    @Option(help: ArgumentHelp("Only runs of this pipeline.", valueName: "name"))
    var pipeline: String?
    @Flag(help: "Removes them.")
    var apply = false
    @OptionGroup var workspace: WorkspaceOption
    @Option(help: "A table, or one JSON object.")
    var output: OutputFormat = .text

    func validate() throws {
        if keepLast == nil, keepDays == nil, maxSize == nil {
            throw ValidationError("name a rule: --keep-last, --keep-days or --max-size")
        }
        if let keepLast, keepLast < 0 { throw ValidationError("--keep-last \(keepLast): expected 0 or more") }
        try StatedTime.days.check(keepDays, of: "--keep-days")
    }

    func run() throws {
        let policy = RetentionPolicy(keepLast: keepLast, keepDays: keepDays, maximumSize: maxSize)
        let workspace = workspace.resolve()
        let outbox = Outbox(
            workspace, catalog: Catalog.components, log: RunLog(format: .text).logger(level: .warning))
        let pruning = RunPruning(
            workspace, policy: policy, config: config, pipeline: pipeline, unsent: try outbox.runsWithFilesToSend)
        var plan = try pruning.plan()
        if apply { plan = try pruning.apply(plan) }
        switch output {
        case .json:
            let applied = JSON.Member("applied", .bool(apply))
            try StandardOutput.write(JSON.object([applied] + (plan.json.members ?? [])).text() + "\n")
        case .text: try StandardOutput.write(text(of: plan))
        }
    }

    private func text(of plan: PrunePlan) -> String {
        var table = TextTable(
            header: ["", "run", "pipeline", "config", "status", "size", "because"], rightAligned: [5])
        for decision in plan.decisions {
            table.add([
                decision.isRemoved ? (apply ? "removed" : "remove") : "keep", decision.run.id,
                decision.run.series?.pipeline ?? "", decision.run.series?.config ?? "", decision.run.status,
                "\(decision.size)", decision.reason.text,
            ])
        }
        let freed = apply ? "freed \(plan.freed)" : "would free \(plan.freed)"
        let shared =
            plan.shared.bytes > 0 ? "; \(plan.shared) more are shared with the cache or kept runs and stay" : ""
        let hint = apply || plan.removed.isEmpty ? "" : "; add --apply to remove them"
        return table.text + freed + shared + hint + "\n"
    }
}
