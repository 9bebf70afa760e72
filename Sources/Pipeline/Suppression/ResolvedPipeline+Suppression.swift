import Tables

extension ResolvedPipeline {
    /// The config's suppression lists, as they are now.
    func suppressedIDs() throws -> [SuppressedIDs] { try config.suppressions.map { try $0.read() } }

    /// The load stage: the tables without the rows of suppressed ids.
    func loadTables(suppressing suppressed: [SuppressedIDs], in context: RunContext) throws -> LoadedTables {
        try load.run(datasets, suppressing: suppressed, in: context)
    }

    /// The clean stage, then suppression once more: cleaning can make a suppressed id of another spelling, or of a column of
    /// another name.
    func cleanTables(
        _ tables: inout [String: Table], suppressing suppressed: [SuppressedIDs], in context: RunContext
    ) throws -> [StepAccount] {
        let steps = try clean.run(&tables, siteSteps: siteSteps, in: context)
        guard !suppressed.isEmpty else { return steps }
        return steps + tables.keys.sorted().compactMap { suppressed.dropRows(of: $0, in: &tables) }
    }
}

extension [SuppressedIDs] {
    /// Nil where no row was dropped.
    fileprivate func dropRows(of name: String, in tables: inout [String: Table]) -> StepAccount? {
        // Moved out, so that rows are dropped from the only copy.
        guard var table = tables.removeValue(forKey: name) else { return nil }
        defer { tables[name] = table }
        let before = table.rowCount
        let count = reduce(0) { $0 + $1.dropRows(of: &table) }
        guard count > 0 else { return nil }
        return StepAccount(
            step: "suppress", table: name, rowsIn: before, rowsOut: table.rowCount,
            dropped: [(reason: SuppressedIDs.reason, count: count)])
    }
}
