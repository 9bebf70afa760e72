import Foundation

/// What `run.json` says of a run.
public struct RunRecord: Sendable {
    public enum Status: String, Sendable {
        case running, succeeded, failed, interrupted
        /// Done, but the gate did not let its winner be published.
        case refused

        var state: RunState {
            switch self {
            case .running: .running
            case .succeeded: .succeeded
            case .failed: .failed
            case .interrupted: .interrupted
            case .refused: .refused
            }
        }
    }

    public let id: String
    public var status: Status
    /// The exit code the process ended with; nil while it runs.
    public var exitStatus: Int32?
    public var stages: [StageRecord]
    /// Versions, threads, BLAS core, host facts.
    public let environment: JSON
    /// The resolved pipeline and config, defaults and overrides applied, secrets redacted.
    public let pipeline: JSON
    public let config: JSON
    /// What was searched, as far as it came.
    public var searches: [SearchRecord] = []
    /// Digest, size and path of every input file.
    public var inputs: [JSON]
    public let seed: UInt64
    /// Microseconds UTC.
    public var asOf: Int64?
    public let started: Date
    public var ended: Date?
    public var peakMemoryBytes: Int?
    /// How the trainings that were to start from the champion started.
    public var starts: [TrainingStart] = []
    /// What the gate decided; nil without one, and where the run ended before that.
    public var gate: GateVerdict?
    /// What ended it, when it failed.
    public var error: String?

    public init(id: String, environment: JSON, pipeline: JSON, config: JSON, seed: UInt64, asOf: Int64?, started: Date)
    {
        self.id = id
        status = .running
        stages = []
        self.environment = environment
        self.pipeline = pipeline
        self.config = config
        inputs = []
        self.seed = seed
        self.asOf = asOf
        self.started = started
    }

    public var pipelineName: String { pipeline["name"]?.stringValue ?? "" }
    public var configName: String { config["name"]?.stringValue ?? "" }

    public var json: JSON {
        let starts: [JSON.Member] = starts.isEmpty ? [] : [.init("warm_start", .array(starts.map(\.json)))]
        let gate: [JSON.Member] = gate.map { [.init("gate", $0.record)] } ?? []
        return .object((facts.members ?? []) + starts + gate)
    }

    private var facts: JSON {
        [
            "schema": 1, "id": .string(id), "status": .string(status.rawValue),
            "exit_status": exitStatus.map { .integer(Int($0)) } ?? .null, "stages": .array(stages.map(\.json)),
            "searches": .array(searches.map(\.json)),
            "environment": environment, "pipeline": pipeline, "config": config, "inputs": .array(inputs),
            "seed": .integer(Int(truncatingIfNeeded: seed)),
            "as_of": asOf.map { .string(Instant.text(microseconds: $0)) } ?? .null,
            "started": .string(Instant.text(started)), "ended": ended.map { .string(Instant.text($0)) } ?? .null,
            "peak_memory_bytes": peakMemoryBytes.map(JSON.integer) ?? .null, "error": error.map(JSON.string) ?? .null,
        ]
    }
}
