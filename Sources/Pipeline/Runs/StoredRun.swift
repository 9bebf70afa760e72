import Foundation

/// A run read back from its directory. Its record is read at once; everything else when asked for.
public struct StoredRun: Sendable {
    public let directory: String
    /// `run.json` as it stands: of a run that was killed it says `running`, or that it succeeded where it was killed between that
    /// and its publication.
    public let record: JSON
    /// What has become of it, whatever its record says.
    public let state: RunState

    /// - Throws: `InputError` where the directory holds no readable `run.json`.
    public init(directory: String) throws {
        self.directory = directory
        let first = try Self.json("run.json", in: directory)
        let atFirst = Self.state(first, in: directory)
        guard atFirst == .running, !Self.isInProgress(first, in: directory) else {
            record = first
            state = atFirst
            return
        }
        // It may have ended between the two looks: a run writes its record, and is published, before it gives its lock back.
        record = try Self.json("run.json", in: directory)
        let now = Self.state(record, in: directory)
        state = now == .running ? .killed : now
    }

    /// What the record says, but that a run which is to end by being published goes on until it is.
    private static func state(_ record: JSON, in directory: String) -> RunState {
        let recorded = record["status"]?.stringValue.flatMap(RunRecord.Status.init)?.state ?? .unreadable
        return recorded == .succeeded && isYetToBePublished(record, in: directory) ? .running : recorded
    }

    private static func isYetToBePublished(_ record: JSON, in directory: String) -> Bool {
        guard let id = record["id"]?.stringValue, let config = record["config"]?["name"]?.stringValue,
            let pipeline = record["pipeline"]?["name"]?.stringValue
        else { return false }
        let workspace = Workspace(ofRunIn: directory)
        // There almost never: the rest is read for no other run.
        return PublishingIntent.isPending(of: workspace, config: config, pipeline: pipeline)
            && workspace.publication(config: config, pipeline: pipeline).unfulfilled == id
    }

    private static func isInProgress(_ record: JSON, in directory: String) -> Bool {
        guard let id = record["id"]?.stringValue, let config = record["config"]?["name"]?.stringValue,
            let pipeline = record["pipeline"]?["name"]?.stringValue
        else { return false }
        return WorkspaceLock.holder(in: Workspace(ofRunIn: directory), config: config, pipeline: pipeline)?.run == id
    }

    /// The record with what has become of the run as its `status`.
    public var recordWithState: JSON {
        .object(
            (record.members ?? []).map { $0.name == "status" ? .init("status", .string(state.rawValue)) : $0 })
    }

    public var id: String { record["id"]?.stringValue ?? URL(fileURLWithPath: directory).lastPathComponent }
    public var pipelineName: String { record["pipeline"]?["name"]?.stringValue ?? "" }
    public var configName: String { record["config"]?["name"]?.stringValue ?? "" }
    /// Microseconds UTC; nil where the record lacks it.
    public var started: Int64? { record["started"]?.stringValue.flatMap(Instant.parse) }

    /// Wall time; nil where the run didn't end.
    public var seconds: Double? {
        guard let started, let ended = record["ended"]?.stringValue.flatMap(Instant.parse) else { return nil }
        return Double(ended - started) / 1e6
    }

    /// `metrics.json`; nil where the run ended before it evaluated, and where the file is damaged.
    public var metrics: JSON? { try? Self.json("metrics.json", in: directory) }

    /// `details.json`; nil for runs that failed or of versions that didn't write it, and where the file is damaged.
    public var details: JSON? { try? Self.json(RunDetails.name, in: directory) }

    /// Whether it is its bundle that services are given now.
    var isPublished: Bool {
        Workspace(ofRunIn: directory).publishedRun(config: configName, pipeline: pipelineName) == id
    }

    /// The settings of the first stage of a kind.
    public func settings(of stage: StageName) -> JSON? {
        record["pipeline"]?["stages"]?.arrayValue?.first { $0["stage"]?.stringValue == stage.rawValue }
    }

    /// The metric candidates were chosen by: as the pipeline says, else the first of those that were scored.
    func selectMetric(among scores: [Evaluation.Score]) -> String? {
        let names = scores.map(\.metric)
        let stated = settings(of: .evaluate)?["select"]?.stringValue
        return stated.flatMap { names.contains($0) ? $0 : nil } ?? names.first
    }

    private static func json(_ name: String, in directory: String) throws -> JSON {
        guard let json = JSON(remembered: "\(directory)/\(name)") else {
            throw InputError(
                path: "\(directory)/\(name)", found: "it is missing or no JSON",
                remedy: "the run ended before it wrote it")
        }
        return json
    }
}
