import Modelling

/// Everything a run's report shows: plain values, so that the report needs neither data nor model.
public struct ReportContent: Sendable {
    /// The page's name in a run's directory.
    package static let file = "report.html"

    public struct TrainedCurve: Sendable {
        public let candidate: String
        public let trace: TrainingTrace

        public init(candidate: String, trace: TrainingTrace) {
            self.candidate = candidate
            self.trace = trace
        }
    }

    public let run: RunRecord
    /// Size of the dataset: `("users", 943)` …
    public let counts: [(name: String, count: Int)]
    public let distributions: [Distribution]
    /// Nil when the run didn't evaluate.
    public let evaluation: Evaluation?
    /// Definition of each metric, by its name without cutoff.
    public let definitions: [String: String]
    public let curves: [TrainedCurve]
    /// Where the bundle lies, when one was exported.
    public let bundle: String?
    /// What the gate decided; nil without one.
    public var gate: GateVerdict? { run.gate }

    public init(
        run: RunRecord, counts: [(name: String, count: Int)], distributions: [Distribution], evaluation: Evaluation?,
        definitions: [String: String], curves: [TrainedCurve], bundle: String?
    ) {
        self.run = run
        self.counts = counts
        self.distributions = distributions
        self.evaluation = evaluation
        self.definitions = definitions
        self.curves = curves
        self.bundle = bundle
    }
}

/// Writes what people read of a run. `Report` implements it.
public protocol Reporting: Sendable {
    init()
    /// One self-contained page: no script, no network.
    func html(_ content: ReportContent) -> String
    /// A page that `html` made, with another verdict of the gate at its head; nil where it has none.
    func html(_ page: String, judged verdict: GateVerdict) -> String?
    /// `MODEL_CARD.md`: what the model is, what it was trained on, how it scored, its limits.
    func modelCard(_ content: ReportContent) -> String
}
