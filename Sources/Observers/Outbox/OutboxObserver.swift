import Logging
import Pipeline

/// Keeps in the outbox what a config's destinations are to be told of a run, and tries for a short while to send all that
/// lies there.
public struct OutboxObserver: RunObserver {
    /// How long the end of a run is held up at most.
    public static let budgetSeconds = 30.0
    /// A server that is away at the end of a run is asked again by the next.
    private static let attempts = 2

    private let destinations: [(slot: OutboxEntry.Slot, destination: any RunDestination)]
    private let catalog: ComponentCatalog
    private let log: Logger
    private let budgetSeconds: Double

    /// - Returns: nil where the config names no destination.
    public init?(
        _ config: SiteConfig, catalog: ComponentCatalog, log: Logger,
        budgetSeconds: Double = OutboxObserver.budgetSeconds
    ) {
        var destinations: [(OutboxEntry.Slot, any RunDestination)] = []
        if let tracking = config.tracking { destinations.append((.tracking, tracking)) }
        if let lineage = config.lineage { destinations.append((.lineage, lineage)) }
        guard !destinations.isEmpty else { return nil }
        self.destinations = destinations
        self.catalog = catalog
        self.log = log
        self.budgetSeconds = budgetSeconds
    }

    public func runEnded(_ run: EndedRun) {
        let outbox = Outbox(run.workspace, catalog: catalog, log: log)
        for (slot, destination) in destinations { keep(destination, slot, of: run, in: outbox) }
        // Whoever interrupts a run waits for the process to end.
        guard run.result.record.status != .interrupted else { return }
        do {
            let deadline = ContinuousClock.now + .seconds(budgetSeconds)
            tell(try outbox.deliver(waiting: 0, deadline: deadline, attempts: Self.attempts))
        } catch is WorkspaceLockedError {
            log.info("another process is sending what lies in the outbox; `mercer sync` sends what it leaves")
        } catch {
            log.error("nothing could be sent, and all of it is kept: \(error)")
        }
    }

    private func keep(
        _ destination: any RunDestination, _ slot: OutboxEntry.Slot, of run: EndedRun, in outbox: Outbox
    ) {
        do {
            try outbox.put(
                OutboxEntry(
                    slot: slot, run: run.result.record.id, config: run.pipeline.config.name,
                    destination: destination.kept, message: destination.message(of: run)))
        } catch {
            log.error("\(destination.address) will not be told of this run: \(error)")
        }
    }

    private func tell(_ outcomes: [Outbox.Outcome]) {
        for outcome in outcomes {
            if let obstacle = outcome.obstacle {
                log.warning("not sent, kept for the next run or `mercer sync`: \(outcome.name): \(obstacle)")
            } else {
                log.info("sent \(outcome.name) to \(outcome.address ?? "")")
            }
        }
    }
}
