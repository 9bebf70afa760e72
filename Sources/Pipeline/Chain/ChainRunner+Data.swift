import DurableFiles
import Modelling
import Tables

extension ChainRunner {
    /// The dataset, from the cache or from the tables; nil where nothing of the run looks inside it.
    ///
    /// Both the split dataset and, where a refit will follow, the dataset of all rows are made while the tables are at hand.
    func makeDataset(from tables: [String: Table]) throws -> (any Dataset)? {
        guard let features = pipeline.features, let key = keys.features else { return nil }
        if needs.buildsUnsplitDataset, let unsplitKey = keys.unsplitFeatures {
            let steps = try buildFeatures {
                let unsplit = try features.runUnsplit(tables, in: context)
                try store(unsplit, key: unsplitKey, isSplit: false)
                return unsplit.steps
            }
            // Rows are accounted for once: by the split dataset, where this run or an earlier one made it.
            if !needs.buildsDataset, stored.features == nil { ledger.account(.features, steps: steps) }
        }
        if needs.buildsDataset {
            let built = try buildFeatures {
                let built = try features.run(
                    tables, keepingRowHashes: pipeline.isRecognisedLater, in: context)
                try store(built, key: key, isSplit: true)
                return built
            }
            ledger.account(.features, steps: built.steps)
            note(built.dataset)
            return built.dataset
        }
        guard let entry = stored.features else { return nil }
        noteFacts(of: entry)
        guard needs.usesDataset else { return nil }
        return try read(entry, with: features)
    }

    /// Work of the features stage; what it did to the rows before it failed is accounted for.
    private func buildFeatures<Result>(_ body: () throws -> Result) throws -> Result {
        try work(.features) {
            do {
                return try body()
            } catch let error as DataError {
                ledger.account(.features, steps: error.steps)
                throw error
            }
        }
    }

    /// Reads a stored dataset.
    func read(_ entry: CacheEntry, with features: any FeatureBuilding) throws -> any Dataset {
        used.insert(entry.directory)
        return try features.restore(SafetensorsFile.read(entry.path("dataset.safetensors")))
    }

    /// Stores a dataset while the run goes on with it.
    private func store(_ built: BuiltDataset, key: CacheKey, isSplit: Bool) throws {
        let facts: JSON = [
            "as_of": outcome.asOf.map { .string(Instant.text(microseconds: $0)) } ?? .null,
            "seen_until": outcome.seenUntil.map { .string(Instant.text(microseconds: $0)) } ?? .null,
            "counts": Self.json(built.dataset.counts),
            "distributions": .array(built.dataset.distributions.map(\.json)),
            "load_steps": .array(ledger.steps(of: .load).map(\.json)),
            "clean_steps": .array(ledger.steps(of: .clean).map(\.json)),
        ]
        let companions = DatasetCompanions(of: built, isSplit: isSplit, isRecognisedLater: pipeline.isRecognisedLater)
        used.insert(
            try cache.storeBehind(key, run: runID, steps: built.steps, facts: facts) {
                [files = cache.files] directory in
                [
                    try SafetensorsFile.write(
                        built.dataset.archive(), to: "\(directory)/dataset.safetensors", in: files)
                ] + (try companions.write(to: directory, in: files))
            })
    }

    private func note(_ dataset: any Dataset) {
        outcome.counts = dataset.counts
        outcome.distributions = dataset.distributions
    }

    static func json(_ counts: [(name: String, count: Int)]) -> JSON {
        .array(counts.map { ["name": .string($0.name), "count": .integer($0.count)] })
    }

    static func counts(of entry: CacheEntry) -> [(name: String, count: Int)] {
        (entry.facts["counts"]?.arrayValue ?? []).map {
            ($0["name"]?.stringValue ?? "", $0["count"]?.integerValue ?? 0)
        }
    }

    private func noteFacts(of entry: CacheEntry) {
        used.insert(entry.directory)
        outcome.counts = Self.counts(of: entry)
        outcome.distributions = (entry.facts["distributions"]?.arrayValue ?? []).compactMap(Distribution.init)
    }
}
