import Modelling
import Tables

/// The train stage: fits candidates.
public protocol Training: Sendable {
    init(from settings: SettingsReader)

    var candidates: [Candidate] { get }
    /// How long a run works without keeping how far it came.
    var checkpointMinutes: Double { get }

    func check(_ chain: ModelCheck)

    /// The search that decides a candidate's settings; nil for a candidate that is trained as it is listed.
    ///
    /// - Parameter seed: the pipeline's, from which random trials are drawn.
    func search(of candidate: Candidate, seed: UInt64) -> CandidateSearch?

    /// Fits one candidate.
    ///
    /// - Parameters:
    ///   - fixedIterations: what a refit repeats.
    ///   - checkpoints: where it keeps how far it came, and goes on from; nil to start anew and keep nothing.
    ///   - pauseAfter: iterations after which it pauses with a checkpoint; nil to train to the end.
    /// - Throws: `DataError` where training diverged or the data can't be trained on.
    func fit(
        _ candidate: Candidate, on dataset: any Dataset, validation: TrainingSession.Validation?,
        fixedIterations: Int?, checkpoints: CheckpointStore?, pauseAfter: Int?, in context: RunContext
    ) throws -> TrainedCandidate

    /// Gives back a candidate from the cache.
    func restore(_ candidate: Candidate, model: TensorArchive, trace: TrainingTrace, fitSeconds: Double) throws
        -> TrainedCandidate
}

extension Training {
    public func search(of candidate: Candidate, seed: UInt64) -> CandidateSearch? { nil }
    public var checkpointMinutes: Double { CheckpointStore.standardMinutes }

    /// Fits one candidate from its start to its end.
    public func fit(
        _ candidate: Candidate, on dataset: any Dataset, validation: TrainingSession.Validation?,
        fixedIterations: Int?, in context: RunContext
    ) throws -> TrainedCandidate {
        try fit(
            candidate, on: dataset, validation: validation, fixedIterations: fixedIterations, checkpoints: nil,
            pauseAfter: nil, in: context)
    }
}

/// A model with its settings, as listed by the train stage.
public struct Candidate: Sendable {
    public let id: String
    public let model: Configured<any ModelComponent>
    /// Whether its training is to start from the published run's models.
    public let startsFromChampion: Bool
    /// What training starts from, once the run knows; nil for the model's random start.
    public private(set) var start: WarmStart?

    public init(id: String, model: Configured<any ModelComponent>, startsFromChampion: Bool = false) {
        self.id = id
        self.model = model
        self.startsFromChampion = startsFromChampion
    }

    /// The same candidate with a place to start from.
    public func starting(from start: WarmStart?) -> Candidate {
        var candidate = self
        candidate.start = start
        return candidate
    }
}

public struct TrainedCandidate: Sendable {
    public let id: String
    public let modelName: String
    /// The model's effective settings.
    public let settings: JSON
    public let model: any FittedModel
    public let trace: TrainingTrace
    /// Wall time from dataset in memory to fitted model.
    public let fitSeconds: Double

    public init(
        id: String, modelName: String, settings: JSON, model: any FittedModel, trace: TrainingTrace, fitSeconds: Double
    ) {
        self.id = id
        self.modelName = modelName
        self.settings = settings
        self.model = model
        self.trace = trace
        self.fitSeconds = fitSeconds
    }
}
