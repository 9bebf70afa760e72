import DurableFiles
import Tables

extension ChainRunner {
    /// The tables that later stages need: made now, or as an earlier run left them.
    func makeTables() throws -> [String: Table] {
        // Tables that turn out not to be needed, or to be of files that were replaced since, are read no further.
        let ahead = takeAhead().flatMap { $0.reads(keys.inputs) ? $0 : nil }
        if needs.readsTables { return try read(stored.clean, slot: "clean") }
        var tables: [String: Table] = [:]
        if needs.loadsTables { tables = try load(ahead) }
        if needs.resumesTables { tables = try keptTables() }
        if needs.cleansTables { try clean(&tables) }
        return tables
    }

    /// - Parameter ahead: the tables, where they are being read already.
    private func load(_ ahead: LoadAhead?) throws -> [String: Table] {
        var loaded = try work(.load, since: ahead?.begun) {
            let loaded = try ahead?.take() ?? LoadAhead.load(pipeline, in: context)
            try keys.inputs.forEach { try $0.checkUnchanged() }
            return loaded
        }
        suppressed = loaded.suppressed
        ledger.account(.load, steps: loaded.tables.steps)
        try RejectedRowsFile.write(loaded.tables.rejected, to: runDirectory, in: cache.files)
        outcome.asOf = loaded.tables.asOf
        outcome.seenUntil = loaded.tables.seenUntil
        context = context.at(loaded.tables.asOf)
        if needs.cleansTables { keepIfDue(loaded.tables.tables, after: .load) }
        // Moved out, so that cleaning works on the only copy.
        var tables: [String: Table] = [:]
        swap(&tables, &loaded.tables.tables)
        return tables
    }

    private func clean(_ tables: inout [String: Table]) throws {
        let steps = try work(.clean) { try pipeline.cleanTables(&tables, suppressing: suppressed, in: context) }
        ledger.account(.clean, steps: steps)
        if pipeline.config.cachesTables {
            try store(tables, as: keys.clean, steps: steps)
            TablesCheckpoint.remove(keys.load, from: cache)
        } else if needs.usesTables {
            keepIfDue(tables, after: .clean)
        }
    }

    private func read(_ entry: CacheEntry?, slot: String) throws -> [String: Table] {
        guard let entry else { throw DamagedResult(slot: slot) }
        used.insert(entry.directory)
        return try TableSet(SafetensorsFile.read(entry.path(TableSet.file))).tables
    }

    /// - Returns: the directory of the entry.
    @discardableResult
    private func store(_ tables: [String: Table], as key: CacheKey, steps: [StepAccount]) throws -> String {
        let facts: JSON = [
            "as_of": outcome.asOf.map { .string(Instant.text(microseconds: $0)) } ?? .null,
            "seen_until": outcome.seenUntil.map { .string(Instant.text(microseconds: $0)) } ?? .null,
            "load_steps": .array(ledger.steps(of: .load).map(\.json)),
            "clean_steps": .array(ledger.steps(of: .clean).map(\.json)),
        ]
        let entry = try cache.store(key, run: runID, steps: steps, facts: facts) { directory in
            [
                try SafetensorsFile.write(
                    TableSet(tables: tables).archive, to: "\(directory)/\(TableSet.file)", in: cache.files)
            ]
        }
        used.insert(entry.directory)
        return entry.directory
    }
}

// MARK: - Checkpoints

extension ChainRunner {
    /// The tables an earlier run kept on its way.
    private func keptTables() throws -> [String: Table] {
        guard let kept = stored.tablesCheckpoint else { throw DamagedResult(slot: "checkpoint/load") }
        context.log.info("goes on with the tables that run \(kept.entry.run) kept after \(kept.stage.rawValue)")
        if needs.cleansTables { suppressed = try pipeline.suppressedIDs() }
        try keys.inputs.forEach { try $0.checkUnchanged() }
        return try read(kept.entry, slot: "checkpoint/\(kept.stage.rawValue)")
    }

    /// Keeps the tables of a stage where the run has made nothing that lasts for the length of an interval: what another run would
    /// have to repeat is bounded by it, and what keeping costs is lost in what making took. A run goes on without where that fails.
    private func keepIfDue(_ tables: [String: Table], after stage: StageName) {
        guard (ContinuousClock.now - lastKept).seconds >= pipeline.checkpointMinutes * 60 else { return }
        let key = stage == .load ? keys.load : keys.clean
        do {
            try store(tables, as: TablesCheckpoint.key(of: key), steps: ledger.steps(of: stage))
            lastKept = .now
            context.log.info("kept the tables after \(stage.rawValue)")
            if stage == .clean { TablesCheckpoint.remove(keys.load, from: cache) }
        } catch {
            context.log.warning("the tables after \(stage.rawValue) are not kept: \(error)")
        }
    }

    /// Removes what is kept of the tables, once what is made from them is stored.
    func removeTablesCheckpoints() throws {
        let kept = [keys.clean, keys.load].filter { TablesCheckpoint.isKept($0, in: cache) }
        guard !kept.isEmpty else { return }
        try cache.finishStores()
        for key in kept { TablesCheckpoint.remove(key, from: cache) }
    }
}
