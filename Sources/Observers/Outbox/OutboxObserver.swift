import Logging
import Pipeline

/// Keeps in the outbox what a config's destinations are to be told of a run, and sends all that lies there to those that answer.
public struct OutboxObserver: RunObserver {
    private let config: SiteConfig
    private let catalog: ComponentCatalog
    private let log: Logger
    private let effort: DeliveryEffort

    public init(_ config: SiteConfig, catalog: ComponentCatalog, log: Logger, effort: DeliveryEffort) {
        self.config = config
        self.catalog = catalog
        self.log = log
        self.effort = effort
    }

    public func runEnded(_ run: EndedRun) {
        let destinations = SiteDestinations(config)
        do {
            try destinations.keep(in: run.workspace)
        } catch {
            log.error("`mercer publish` and `mercer rollback` will not know whom to tell: \(error)")
        }
        let outbox = Outbox(run.workspace, catalog: catalog, log: log)
        for (slot, destination) in destinations.all {
            outbox.keep(for: destination, about: run.result.record.id) {
                OutboxEntry(
                    slot: slot, run: run.result.record.id, config: config.name, destination: destination.kept,
                    message: try destination.message(of: run))
            }
        }
        // Whoever interrupts a run waits for the process to end.
        guard !destinations.all.isEmpty, run.result.record.status != .interrupted else { return }
        outbox.sendNow(effort)
    }
}
