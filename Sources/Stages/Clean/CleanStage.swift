import Pipeline
import Tables

/// The clean stage: runs the site's own repairs, then the pipeline's steps, each on its table, and keeps the accounts.
public struct CleanStage: Cleaning {
    public let steps: [TableStep]

    public init(from settings: SettingsReader) {
        let read = settings.objects("steps", "The cleaning steps, run in order after the site's own.") { step in
            let table: String = step.required("table", "The table the step works on.")
            let component = step.component(
                "step", from: step.catalog.cleaningSteps, "The cleaning step.")
            return component.map { TableStep(table: table, step: $0) }
        }
        steps = read.compactMap(\.self)
    }

    public func check(_ schemas: inout [String: TableSchema], siteSteps: [TableStep]) {
        for step in siteSteps + steps {
            guard var schema = schemas[step.table] else {
                step.step.site["table"].reportUnknown("table", step.table, among: schemas.keys.sorted())
                continue
            }
            step.step.component.check(&schema, at: step.step.site)
            schemas[step.table] = schema
        }
    }

    /// - Precondition: `check` found no problem with the tables' schemas.
    /// - Throws: `CancellationError` when the run is being interrupted.
    public func run(
        _ tables: inout [String: Table], siteSteps: [TableStep], in context: RunContext
    ) throws -> [StepAccount] {
        let all = siteSteps + steps
        var accounts: [StepAccount] = []
        for step in all {
            try context.checkCancellation()
            // Taken out of the dictionary, so that the step works on the table's storage and not on a copy of it.
            guard var table = tables.removeValue(forKey: step.table) else {
                preconditionFailure("the table \(step.table) was there when it was checked")
            }
            defer { tables[step.table] = table }
            accounts.append(try apply(step, to: &table, in: context))
            context.progress.update("clean", completed: accounts.count, total: all.count, unit: "steps")
        }
        return accounts
    }

    private func apply(_ step: TableStep, to table: inout Table, in context: RunContext) throws -> StepAccount {
        let rowsIn = table.rowCount
        let effect = try step.step.component.apply(to: &table, in: context)
        return StepAccount(
            step: step.step.name, table: step.table, rowsIn: rowsIn, rowsOut: table.rowCount, dropped: effect.dropped,
            changed: effect.changed)
    }
}
