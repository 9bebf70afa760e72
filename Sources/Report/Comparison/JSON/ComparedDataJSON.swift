import Pipeline

/// How the data of the runs differs, as numbers: every list has one entry per run.
struct ComparedDataJSON {
    let view: ComparisonView
    private var data: DataComparison { view.comparison.data }

    var json: JSON {
        [
            "same_inputs": .bool(data.inputs.areSame),
            "inputs": [
                "differing": .array(data.inputs.differing.map(JSON.string)),
                "partial": .object(
                    data.inputs.partial.map { part in
                        .init(part.table, .array(part.runs.map { .string(view.comparison.runs[$0].id) }))
                    }),
            ],
            "counts": .object(
                data.counts.map { count in .init(count.name, .array(count.values.map { $0.map(JSON.integer) ?? .null }))
                }),
            "steps": .array(data.steps.map(step)),
            "drift": .object(
                data.drifts.map { drift in
                    .init(drift.title, .array(drift.distances.map { $0.map(JSON.double) ?? .null }))
                }),
            "distributions": .array(data.drifts.map(distribution)),
            "shared_test_users": .array(data.sharedTestUsers.map { $0.map(JSON.double) ?? .null }),
        ]
    }

    private func step(_ step: StepRows) -> JSON {
        [
            "stage": .string(step.stage), "step": .string(step.step), "table": .string(step.table),
            "rows_in": .array(step.rows.map { $0.map { .integer($0.rowsIn) } ?? .null }),
            "rows_out": .array(step.rows.map { $0.map { .integer($0.rowsOut) } ?? .null }),
        ]
    }

    private func distribution(_ drift: DataComparison.Drift) -> JSON {
        [
            "title": .string(drift.title), "members": .string(drift.members),
            "shares": .array(
                drift.shares.map { shares in .array(shares.map { [.integer($0.lower), .double($0.share)] }) }),
        ]
    }
}
