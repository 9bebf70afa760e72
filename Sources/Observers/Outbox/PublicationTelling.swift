import Logging
import Pipeline

/// Tells a config's destinations which run is published, after it was changed outside a run.
///
/// The publication stands: what fails here is told in the log, and what can't be sent stays in the outbox.
public struct PublicationTelling: Sendable {
    private let workspace: Workspace
    private let catalog: ComponentCatalog
    private let log: Logger
    private let effort: DeliveryEffort

    public init(
        _ workspace: Workspace, catalog: ComponentCatalog, log: Logger, effort: DeliveryEffort = .brief()
    ) {
        self.workspace = workspace
        self.catalog = catalog
        self.log = log
        self.effort = effort
    }

    /// Tells of the newest publication of a config and pipeline. A second time changes nothing there.
    public func tell(config: String, pipeline: String) {
        do {
            let site = try SiteDestinations(keptIn: workspace, config: config, catalog: catalog)
            guard !site.all.isEmpty,
                let publication = try PublicationNotice(newestOf: workspace, config: config, pipeline: pipeline)
            else { return }
            let outbox = Outbox(workspace, catalog: catalog, log: log)
            for (slot, destination) in site.all {
                guard let message = try destination.message(of: publication) else { continue }
                outbox.keep(for: destination, about: publication.run) {
                    OutboxEntry(
                        slot: slot, subject: .publication, run: publication.run, config: config,
                        destination: destination.kept, message: message)
                }
            }
            outbox.sendNow(effort)
        } catch {
            log.error("nobody is told what is published now: \(error)")
        }
    }
}
