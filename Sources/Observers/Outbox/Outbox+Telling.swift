import Pipeline

/// Keeping and sending for those who have done something else already, which nothing here may spoil: the log hears of failures.
extension Outbox {
    /// Makes and keeps a message about a run for a destination.
    func keep(for destination: any RunDestination, about run: String, _ entry: () throws -> OutboxEntry) {
        do {
            try put(entry())
        } catch {
            log.error("\(destination.address) will not be told of run \(run): \(error)")
        }
    }

    /// Sends all that lies in the outbox, unless another process does.
    func sendNow(_ effort: DeliveryEffort) {
        do {
            for outcome in try deliver(waiting: 0, effort: effort) { tell(outcome) }
        } catch is WorkspaceLockedError {
            log.info("another process is sending what lies in the outbox; `mercer sync` sends what it leaves")
        } catch {
            log.error("nothing could be sent, and all of it is kept: \(error)")
        }
    }

    private func tell(_ outcome: Outcome) {
        if let obstacle = outcome.obstacle {
            log.warning("not sent, kept for the next run or `mercer sync`: \(outcome.name): \(obstacle)")
        } else {
            log.info("sent \(outcome.name) to \(outcome.address ?? "")")
        }
    }
}
