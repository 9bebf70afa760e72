import Modelling

/// What became of one night of a backfill.
public struct BackfillNight: Sendable {
    /// The exclusive instant it ran as of, microseconds UTC.
    public let asOf: Int64
    public let run: String
    public let exitCode: ExitStatus
    /// What ended it, or why the gate refused; nil where it ended well.
    public let error: String?
    /// The candidate it selected; nil where it didn't evaluate.
    public let selected: String?
    /// Of the selected candidate, on the run's own test part.
    public let metrics: [Evaluation.Score]
    /// The run whose bundle was served after this night: its own, or an earlier one; nil before the first.
    public let published: String?
    /// How that bundle scored on the days after.
    public internal(set) var nextDays: NextDays

    /// Whether its own model was published.
    public var isPublished: Bool { published == run }

    init(_ result: RunResult, asOf: Int64, published: String?) {
        self.asOf = asOf
        run = result.record.id
        exitCode = result.exitCode
        error = result.error
        selected = result.evaluation?.selected
        metrics = result.evaluation?.candidates.first { $0.id == result.evaluation?.selected }?.metrics ?? []
        self.published = published
        nextDays = published == nil ? .noModel : .pending
    }
}

/// How the model that was served after a night did on the days that followed.
public enum NextDays: Sendable {
    /// Nobody has looked yet.
    case pending
    /// Nothing was published until then.
    case noModel
    /// The data ends before the night's days begin.
    case noData
    /// There are rows, but none that the metrics can be computed from.
    case notScorable(String)
    case scored(Scores)

    public struct Scores: Sendable {
        /// How many days were asked for.
        public let days: Int
        /// The exclusive end of the rows it was scored on, microseconds UTC.
        public let until: Int64
        /// Whether the data reaches to the end of the days.
        public let isComplete: Bool
        public let metrics: [Evaluation.Score]

        public init(days: Int, until: Int64, isComplete: Bool, metrics: [Evaluation.Score]) {
            self.days = days
            self.until = until
            self.isComplete = isComplete
            self.metrics = metrics
        }
    }

    public var scores: Scores? {
        if case .scored(let scores) = self { scores } else { nil }
    }

    /// Whether looking again, for so many days, could find something else.
    func isOpen(for days: Int) -> Bool {
        switch self {
        case .noModel: false
        case .scored(let scores): !scores.isComplete || scores.days != days
        case .pending, .noData, .notScorable: true
        }
    }
}

extension BackfillNight {
    public func offline(_ metric: String?) -> MetricValue? { Self.value(of: metric, in: metrics) }

    public func next(_ metric: String?) -> MetricValue? { Self.value(of: metric, in: nextDays.scores?.metrics ?? []) }

    private static func value(of metric: String?, in scores: [Evaluation.Score]) -> MetricValue? {
        scores.first { $0.metric == metric }?.value
    }
}
