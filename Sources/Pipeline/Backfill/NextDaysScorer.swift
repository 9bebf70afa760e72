import Modelling
import Tables

/// Scores a bundle on the rows that came after a night, by the pipeline's own metrics.
///
/// What came before the night is read and cleaned as the night did, and is what users have seen; to it come the rows of the days,
/// read and cleaned as of their end, as the test part. Cleaning both at once would let what happened later change what was
/// known: keeping the last row of each pair would drop what the night had trained on. Users and items that the bundle does not
/// know are scored as `TransferredModel` says; those that nobody knew before the night are left out, as they are of every test
/// part.
struct NextDaysScorer {
    let pipeline: ResolvedPipeline
    let context: RunContext

    /// Just past the newest time of the data, microseconds UTC; nil where it has no times.
    func endOfData() throws -> Int64? {
        try pipeline.loadTables(suppressing: pipeline.suppressedIDs(), in: context.at(nil)).asOf
    }

    /// - Parameters:
    ///   - bundle: the directory of a bundle.
    ///   - end: exclusive, microseconds UTC.
    /// - Throws: `DataError` where no row can be scored; `InputError` where the bundle can't be read.
    func scores(of bundle: String, from night: Int64, to end: Int64) throws -> [Evaluation.Score] {
        guard let evaluate = pipeline.evaluate else {
            throw BackfillError.lacksStage(pipeline: pipeline.name, found: "does not evaluate")
        }
        let stored = StoredModel(try ModelBundle(bundle, catalog: pipeline.catalog))
        let features = try features(holdingOutFrom: night)
        var tables = try cleanedTables(asOf: night)
        if let events = features.builder?.component.events, var after = try cleanedTables(asOf: end)[events.table] {
            after.keepRows(from: night, by: events.time)
            tables[events.table] = tables[events.table].map { $0.appending(after) }
        }
        let context = context.at(end)
        let dataset = try features.run(tables, in: context).dataset
        return try evaluate.score(stored, on: dataset, in: context).metrics
    }

    private func cleanedTables(asOf instant: Int64) throws -> [String: Table] {
        let context = context.at(instant)
        let suppressed = try pipeline.suppressedIDs()
        var tables = try pipeline.loadTables(suppressing: suppressed, in: context).tables
        _ = try pipeline.cleanTables(&tables, suppressing: suppressed, in: context)
        return tables
    }

    /// The pipeline's features stage with another split.
    ///
    /// - Throws: `ConfigurationError` where its dataset has no times.
    func features(holdingOutFrom night: Int64) throws -> any FeatureBuilding {
        guard let own = pipeline.features, let settings = pipeline.pipeline.settings(of: .features) else {
            throw BackfillError.lacksStage(pipeline: pipeline.name, found: "has no features stage")
        }
        let split: JSON = ["by": "temporal", "date": .string(Instant.text(microseconds: night))]
        let members = (settings.members ?? []).filter { $0.name != "split" } + [.init("split", split)]
        let diagnostics = Diagnostics()
        let origin = Origin.flag("the days after a night")
        let node = JSONParser.parse(JSON.object(members).text(), origin: origin) ?? JSONNode(.null, origin: origin)
        let reader = SettingsReader(
            recorded: node, address: "features", catalog: pipeline.catalog, diagnostics: diagnostics)
        let features = type(of: own).init(from: reader)
        reader.finish()
        features.check(pipeline.schemas)
        try diagnostics.throwIfAny()
        return features
    }
}

extension Table {
    /// Drops the rows without a time, and those before an instant, microseconds UTC.
    fileprivate mutating func keepRows(from instant: Int64, by time: String) {
        guard case .timestamp(let times)? = self[time] else { return }
        keepRows((0..<rowCount).map { row in times[row].map { $0 >= instant } ?? false })
    }
}
