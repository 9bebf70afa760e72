/// What the gate holds a challenger against.
enum GateChampion {
    /// Nothing was ever published.
    case none
    /// It can't be told what is published.
    case unclear(last: String?, PublicationProblem)
    /// No fair judgement beside it is possible.
    case incomparable(run: String, UnfairComparison)
    /// The published run's evaluation model is the challenger itself.
    case sameModel(run: String)
    /// No condition looks at it.
    case notCompared(run: String)
    case scored(run: String, ChampionScores)

    var run: String? {
        switch self {
        case .none: nil
        case .unclear(let last, _): last
        case .incomparable(let run, _), .sameModel(let run), .notCompared(let run), .scored(let run, _): run
        }
    }

    var isSameModel: Bool {
        guard case .sameModel = self else { return false }
        return true
    }

    /// Why it refuses a challenger whatever the conditions find, and what to do.
    ///
    /// - Parameter command: what publishes the challenger by hand.
    func obstacle(publishingBy command: String) -> GateVerdict.Obstacle? {
        switch self {
        case .unclear(_, let problem):
            GateVerdict.Obstacle(
                cause: problem.kind.rawValue, text: problem.text,
                remedy: "\(problem.remedy); then run the pipeline again")
        case .incomparable(_, let unfair):
            GateVerdict.Obstacle(
                cause: unfair.cause.rawValue, text: unfair.text,
                remedy: (unfair.advice.map { "\($0); or " } ?? "")
                    + "look at this run's report and, where it is right, publish it by hand, once: `\(command)`")
        case .none, .sameModel, .notCompared, .scored: nil
        }
    }
}

/// Why a challenger can't be judged fairly beside the champion.
struct UnfairComparison {
    let cause: TrainingStart.Cause
    /// What was found, in words; nil where the cause says all.
    let detail: String?
    /// What keeps it from happening again, in words; nil where it does not by itself.
    let advice: String?

    init(_ cause: TrainingStart.Cause, detail: String? = nil, advice: String? = nil) {
        self.cause = cause
        self.detail = detail
        self.advice = advice
    }

    var text: String { cause.text + (detail.map { " (\($0))" } ?? "") }
}
