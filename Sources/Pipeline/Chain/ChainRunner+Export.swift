import Tables

extension ChainRunner {
    /// Writes the exported files into the cache, or takes the stored ones. The run's bundle is made from them later.
    func export(
        _ shipped: (model: ExportInput.ShippedModel, key: CacheKey)?, tables: [String: Table]
    ) throws {
        guard let stage = pipeline.export else { return }
        if let entry = stored.export {
            used.insert(entry.directory)
            outcome.exported = entry
            outcome.shippedCounts = Self.counts(of: entry)
            return
        }
        let key = keys.export(shipping: shipped?.key)
        let facts: JSON = ["counts": Self.json(outcome.shippedCounts)]
        let entry = try work(.export) {
            try cache.store(key, run: runID, steps: [], facts: facts) { directory in
                let input = ExportInput(
                    directory: directory, files: cache.files, shipped: shipped?.model, tables: tables,
                    excludeSeen: pipeline.evaluate?.excludeSeen ?? true)
                return try stage.run(input, in: context)
            }
        }
        used.insert(entry.directory)
        outcome.exported = entry
    }
}
