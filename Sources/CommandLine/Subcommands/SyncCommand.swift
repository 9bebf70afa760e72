import ArgumentParser
import Catalog
import Observers
import Pipeline

/// `mercer sync`: sends what lies in the outbox.
struct SyncCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sync",
        abstract: "Sends what trackers and receivers of lineage could not be told.",
        discussion:
            "Each message goes where the config said when the run ended or, for what mercer publish and mercer rollback changed, at its newest run. With --config, those of that config's runs go where it says now. What can't be sent stays, and the command ends with code 69."
    )

    @OptionGroup var workspace: WorkspaceOption
    @Option(help: "The site whose destinations are used as they are stated now: a config file.")
    var config: String?
    @Option(help: "How long to wait for another process that is sending.")
    var wait = 60.0
    @Option(help: "Lines of text, or one JSON object.")
    var output: OutputFormat = .text

    func validate() throws {
        try StatedTime.seconds.check(wait, of: "--wait")
    }

    func run() throws {
        let site = try config.map {
            try DocumentReader(catalog: Catalog.components, stages: Catalog.stages).config($0)
        }
        let outbox = Outbox(
            workspace.resolve(config: site?.workspace?.path), catalog: Catalog.components,
            log: RunLog(format: .text).logger(level: .warning))
        let outcomes: [Outbox.Outcome]
        do {
            outcomes = try outbox.deliver(
                waiting: wait, effort: .patient,
                replacement: { entry in site.flatMap { Self.destination(of: entry, in: $0) } })
        } catch let error as WorkspaceLockedError {
            StandardError.write("mercer: another process is sending (\(error.holder)); sync again when it has ended\n")
            throw CommandExit(code: .locked)
        }
        try show(outcomes)
        if outcomes.contains(where: { $0.obstacle != nil }) { throw CommandExit(code: .limit) }
    }

    /// Where an entry of the site goes by what its config says now.
    private static func destination(of entry: OutboxEntry, in site: SiteConfig) -> (any RunDestination)? {
        guard entry.config == site.name else { return nil }
        switch entry.slot {
        case .tracking: return site.tracking
        case .lineage: return site.lineage
        }
    }

    private func show(_ outcomes: [Outbox.Outcome]) throws {
        switch output {
        case .json:
            let sent = outcomes.filter { $0.obstacle == nil }.map { JSON.string($0.name) }
            let kept = outcomes.compactMap { outcome in
                outcome.obstacle.map { JSON.object(["name": .string(outcome.name), "reason": .string($0)]) }
            }
            try StandardOutput.write(JSON.object(["sent": .array(sent), "kept": .array(kept)]).text() + "\n")
        case .text:
            if outcomes.isEmpty { StandardError.write("there is nothing to send\n") }
            for outcome in outcomes {
                if let obstacle = outcome.obstacle {
                    StandardError.write("kept \(outcome.name): \(obstacle)\n")
                } else {
                    try StandardOutput.write("sent \(outcome.name) to \(outcome.address ?? "")\n")
                }
            }
        }
    }
}
