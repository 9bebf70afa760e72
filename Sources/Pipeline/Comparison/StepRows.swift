/// Rows through one step of several runs.
public struct StepRows: Sendable {
    public let stage: String
    /// With its number where a stage has the step on the table more than once: `filter (2)`.
    public let step: String
    public let table: String
    /// By run; nil where a run has no such step.
    public let rows: [(rowsIn: Int, rowsOut: Int)?]
}

extension StepRows {
    private struct Place: Hashable {
        let stage: String
        let step: String
        let table: String
    }

    /// The steps of all runs, in the order they first appear.
    static func of(_ runs: [StoredRun]) -> [StepRows] {
        let accounts = runs.map(accounts)
        let lookups = accounts.map { steps in
            Dictionary(steps.map { ($0.place, $0.account) }) { first, _ in first }
        }
        return DataComparison.inOrder(accounts.flatMap { $0.map(\.place) }).map { place in
            StepRows(
                stage: place.stage, step: place.step, table: place.table,
                rows: lookups.map { $0[place].map { ($0.rowsIn, $0.rowsOut) } })
        }
    }

    private static func accounts(of run: StoredRun) -> [(place: Place, account: StepAccount)] {
        var seen: [Place: Int] = [:]
        return (run.record["stages"]?.arrayValue ?? []).flatMap { stage in
            (stage["steps"]?.arrayValue ?? []).compactMap(StepAccount.init).map { account in
                let name = stage["stage"]?.stringValue ?? ""
                let place = Place(stage: name, step: account.step, table: account.table)
                let number = seen[place, default: 0] + 1
                seen[place] = number
                let step = number == 1 ? account.step : "\(account.step) (\(number))"
                return (Place(stage: name, step: step, table: account.table), account)
            }
        }
    }
}
