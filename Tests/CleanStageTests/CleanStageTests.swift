import CleanStage
import Pipeline
import Tables
import Testing

@Suite struct CleanStageTests {
    private let catalog = ComponentCatalog(cleaningSteps: [
        .init(DropMissing.self), .init(Deduplicate.self), .init(Filter.self), .init(MapValues.self), .init(Cast.self),
        .init(Rename.self), .init(NormalizeText.self), .init(Clip.self),
    ])

    private func stage(_ steps: JSON) -> (CleanStage, SettingsReader, Diagnostics) {
        let (settings, diagnostics) = reader(["steps": steps], catalog: catalog)
        let stage = CleanStage(from: settings)
        settings.finish()
        return (stage, settings, diagnostics)
    }

    @Test func everyStepAccountsForItsRows() throws {
        let (site, _, _) = stage([["step": "deduplicate", "table": "orders"]])
        let (stage, _, diagnostics) = stage([
            ["step": "drop_missing", "table": "orders", "columns": ["user", "quantity"]],
            ["step": "normalize_text", "table": "orders", "column": "user", "form": "upper"],
            ["step": "rename", "table": "orders", "column": "user", "to": "customer"],
            ["step": "filter", "table": "orders", "keep_where": "customer = 'ANN'"],
        ])
        var schemas = ["orders": shop.schema, "items": TableSchema()]
        stage.check(&schemas, siteSteps: site.steps)
        try diagnostics.throwIfAny()
        #expect(schemas["orders"]?.names.first == "customer")

        let other = Table(columns: [("item", .string(StringColumn(["a"])))])
        var tables = ["orders": shop, "items": other]
        let accounts = try stage.run(&tables, siteSteps: site.steps, in: context())
        #expect(
            accounts == [
                StepAccount(
                    step: "deduplicate", table: "orders", rowsIn: 6, rowsOut: 5, dropped: [("duplicate", 1)]),
                StepAccount(
                    step: "drop_missing", table: "orders", rowsIn: 5, rowsOut: 2,
                    dropped: [("missing_user", 2), ("missing_quantity", 1)]),
                StepAccount(step: "normalize_text", table: "orders", rowsIn: 2, rowsOut: 2, changed: 2),
                StepAccount(step: "rename", table: "orders", rowsIn: 2, rowsOut: 2),
                StepAccount(step: "filter", table: "orders", rowsIn: 2, rowsOut: 1, dropped: [("filtered", 1)]),
            ])
        #expect(tables["orders"]?.schema == schemas["orders"])
        #expect(tables["orders"]?.rowCount == 1)
        #expect(tables["items"] == other)
    }

    @Test func noSteps() throws {
        let (settings, diagnostics) = reader([:], catalog: catalog)
        let stage = CleanStage(from: settings)
        try diagnostics.throwIfAny()
        var tables = ["orders": shop]
        #expect(try stage.run(&tables, siteSteps: [], in: context()).isEmpty)
        #expect(tables == ["orders": shop])
    }

    /// Each step is checked against what the steps before it leave, and all problems come at once.
    @Test func allProblemsAreFound() {
        let (stage, _, diagnostics) = stage([
            ["step": "rename", "table": "orders", "column": "user", "to": "customer"],
            ["step": "drop_missing", "table": "orders", "columns": ["user"]],
            ["step": "filter", "table": "order", "keep_where": "true"],
            ["step": "clip", "table": "orders", "column": "gift", "min": 0],
        ])
        var schemas = ["orders": shop.schema]
        stage.check(&schemas, siteSteps: [])
        #expect(
            diagnostics.problems.map { "\($0.address): \($0.message)" } == [
                "step.steps.1.columns.0: unknown column \"user\"", "step.steps.2.table: unknown table \"order\"",
                "step.steps.3.column: the column \"gift\" is bool, expected int64 or float64",
            ])
    }

    @Test func unknownStepsAndKeys() {
        let (_, _, diagnostics) = stage([
            ["step": "dedupe", "table": "orders"], ["step": "rename", "table": "orders", "column": "a", "too": "b"],
        ])
        #expect(diagnostics.problems.contains { $0.message == "unknown step \"dedupe\"" })
        #expect(diagnostics.problems.contains { $0.message == "unknown key \"too\"" })
    }

    @Test func anInterruptedRunStops() {
        let (stage, _, _) = stage([["step": "deduplicate", "table": "orders"]])
        var tables = ["orders": shop]
        #expect(throws: CancellationError.self) {
            try stage.run(&tables, siteSteps: [], in: context(isCancelled: { true }))
        }
        #expect(tables == ["orders": shop])
    }
}
