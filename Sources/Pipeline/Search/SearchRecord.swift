/// What became of a search, for `run.json` and the report; kept with the candidate it led to.
public struct SearchRecord: Sendable, Equatable {
    public enum Status: String, Sendable {
        /// Trained to its end.
        case completed
        /// Others were better after one of its rungs.
        case eliminated
        /// Training diverged, or a system of its was singular.
        case failed
        /// Begun, and not decided when the run ended.
        case open
    }

    /// A score at the end of a rung.
    public struct Rung: Sendable, Equatable {
        /// Iterations done by then; 0 for a model that isn't trained in iterations.
        public let iterations: Int
        /// On the validation part.
        public let score: Double

        public init(iterations: Int, score: Double) {
            self.iterations = iterations
            self.score = score
        }
    }

    public struct Trial: Sendable, Equatable {
        public let number: Int
        public let parameters: [JSON.Member]
        public var status: Status
        public var rungs: [Rung]
        /// Wall time of its training, whichever run did it.
        public var seconds: Double
        /// Why it failed.
        public var reason: String?

        public init(
            number: Int, parameters: [JSON.Member], status: Status = .open, rungs: [Rung] = [], seconds: Double = 0,
            reason: String? = nil
        ) {
            self.number = number
            self.parameters = parameters
            self.status = status
            self.rungs = rungs
            self.seconds = seconds
            self.reason = reason
        }

        /// After its last rung.
        public var score: Double? { rungs.last?.score }
    }

    public let candidate: String
    public let method: String
    public let metric: String
    public let higherIsBetter: Bool
    public let parameters: [CandidateSearch.Parameter]
    public let duplicateCount: Int
    public var trials: [Trial]
    /// The number of the best trial; nil while there is none.
    public var chosen: Int?
    /// The model's effective settings in the best trial.
    public var settings: JSON?

    public init(
        candidate: String, method: String, metric: String, higherIsBetter: Bool,
        parameters: [CandidateSearch.Parameter], duplicateCount: Int, trials: [Trial], chosen: Int? = nil,
        settings: JSON? = nil
    ) {
        self.candidate = candidate
        self.method = method
        self.metric = metric
        self.higherIsBetter = higherIsBetter
        self.parameters = parameters
        self.duplicateCount = duplicateCount
        self.trials = trials
        self.chosen = chosen
        self.settings = settings
    }

    public var best: Trial? { trials.first { $0.number == chosen } }

    /// From the best to the worst: who went further stands before who was stopped, failures last; equals by number.
    public var ranking: [Trial] {
        trials.sorted { first, second in
            let (reached, other) = (first.rungs.last?.iterations ?? -1, second.rungs.last?.iterations ?? -1)
            if (first.number == chosen) != (second.number == chosen) { return first.number == chosen }
            if (first.status == .failed) != (second.status == .failed) { return second.status == .failed }
            if first.status != second.status, first.status == .completed || second.status == .completed {
                return first.status == .completed
            }
            if first.status != .completed, reached != other { return reached > other }
            if isBetter(first.score ?? .nan, than: second.score ?? .nan) { return true }
            if isBetter(second.score ?? .nan, than: first.score ?? .nan) { return false }
            return first.number < second.number
        }
    }

    /// NaN is worse than any number.
    func isBetter(_ score: Double, than other: Double) -> Bool {
        if score.isNaN || other.isNaN { return !score.isNaN }
        return higherIsBetter ? score > other : score < other
    }
}
