import DurableFiles
import Foundation

/// `backfill.json`: every night of a backfill so far, which the next call goes on from.
public struct BackfillRecord: Sendable {
    public static let fileName = "backfill.json"
    static let schema = 1

    public let pipeline: String
    public let config: String
    /// The metric that candidates are selected by.
    public let metric: String
    public internal(set) var isLowerBetter: Bool
    /// How many days after each night its model is scored on.
    public internal(set) var days: Int
    /// Just past the newest time of the data, microseconds UTC; nil until it is known.
    public internal(set) var dataEnd: Int64?
    /// Ascending.
    public internal(set) var nights: [BackfillNight]
    /// The pipeline, and how its data is read: all nights share them.
    let settings: JSON

    init(_ resolved: ResolvedPipeline, metric: String, days: Int) {
        pipeline = resolved.name
        config = resolved.config.name
        self.metric = metric
        isLowerBetter = false
        self.days = days
        nights = []
        settings =
            JSON.object([
                "pipeline": resolved.pipeline.json, "datasets": resolved.config.json["datasets"] ?? .null,
            ]).canonical
    }

    /// Reads back what `json` gave; nil when something is missing, or it is of another version.
    public init?(_ json: JSON) {
        guard json["schema"]?.integerValue == Self.schema, let pipeline = json["pipeline"]?.stringValue,
            let config = json["config"]?.stringValue, let metric = json["metric"]?.stringValue,
            let isLowerBetter = json["lower_is_better"]?.boolValue, let days = json["days"]?.integerValue,
            let settings = json["settings"], let nights = json["nights"]?.arrayValue?.map(BackfillNight.init),
            !nights.contains(where: { $0 == nil })
        else { return nil }
        self.pipeline = pipeline
        self.config = config
        self.metric = metric
        self.isLowerBetter = isLowerBetter
        self.days = days
        dataEnd = json["data_until"]?.stringValue.flatMap(Instant.parse)
        self.nights = nights.compactMap(\.self)
        self.settings = settings.canonical
    }

    public var json: JSON {
        [
            "schema": .integer(Self.schema), "pipeline": .string(pipeline), "config": .string(config),
            "metric": .string(metric), "lower_is_better": .bool(isLowerBetter), "days": .integer(days),
            "data_until": dataEnd.map { .string(Instant.text(microseconds: $0)) } ?? .null,
            "nights": .array(nights.map(\.json)), "settings": settings,
        ]
    }

    func save(in directory: String, of files: FileSystem) throws {
        try files.write(json.text(indented: true) + "\n", to: "\(directory)/\(Self.fileName)")
    }

    /// Takes over the nights that an earlier call left in a directory, if there was one.
    ///
    /// - Throws: `BackfillError` where they were made otherwise; `InputError` where the file is damaged.
    mutating func resume(from directory: String) throws {
        let path = "\(directory)/\(Self.fileName)"
        guard FileManager.default.fileExists(atPath: path) else { return }
        guard let earlier = JSON(remembered: path).flatMap(BackfillRecord.init) else {
            throw InputError(
                path: path, found: "it is damaged, or of another version of Mercer",
                remedy: "remove \(directory) to start over")
        }
        guard earlier.settings == settings else {
            throw BackfillError.otherSettings(
                directory: directory,
                changes: CacheKey(slot: "backfill", ingredients: settings).differences(from: earlier.settings))
        }
        nights = earlier.nights
        isLowerBetter = earlier.isLowerBetter
    }

    /// Position of a night; nil where it has not run.
    func index(of asOf: Int64) -> Int? { nights.firstIndex { $0.asOf == asOf } }
}

/// A backfill that can't be made as it was asked for; exit code 64.
public enum BackfillError: Error, Sendable, Equatable, CustomStringConvertible {
    /// Nothing to plot, or nothing to score.
    case lacksStage(pipeline: String, found: String)
    case noTimes(config: String)
    /// The champion of a later night has seen what a night before it must not know.
    case outOfOrder(asOf: Int64, last: Int64, directory: String)
    case otherSettings(directory: String, changes: [String])

    public var description: String {
        switch self {
        case .lacksStage(let pipeline, let found):
            "\(pipeline) \(found); a backfill needs a pipeline that splits, evaluates and exports a bundle"
        case .noTimes(let config):
            "no table of \(config) has times; a backfill needs them to know what came after a night"
        case .outOfOrder(let asOf, let last, let directory):
            "the night of \(Instant.text(microseconds: asOf)) lies before \(Instant.text(microseconds: last)), which has run: nights run in their order, each from what the one before published; start with a later --from, or remove \(directory) to start over"
        case .otherSettings(let directory, let changes):
            "the nights in \(directory) were made with other settings (\(changes.joined(separator: ", "))); remove it to start over, or name another --workspace"
        }
    }
}
