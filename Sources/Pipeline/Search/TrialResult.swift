import Modelling

/// How one trial stands at the end of a rung: a stored result like any other, found by its own key.
struct TrialResult {
    enum Outcome {
        /// - Parameter isFinal: nothing is left to train: all iterations are done, or it stopped early.
        case scored(score: Double, trace: TrainingTrace, isFinal: Bool)
        case failed(reason: String)
    }

    let outcome: Outcome
    let seconds: Double
    /// Where it is stored.
    let key: CacheKey
    let entry: CacheEntry

    var score: Double? {
        if case .scored(let score, _, _) = outcome { score } else { nil }
    }

    var trace: TrainingTrace? {
        if case .scored(_, let trace, _) = outcome { trace } else { nil }
    }

    /// Whether the trial has nothing more to train.
    var isFinal: Bool {
        switch outcome {
        case .scored(_, _, let isFinal): isFinal
        case .failed: true
        }
    }

    /// Whether its model is stored with it: those of trials that lost are not.
    var hasModel: Bool { entry.files.contains { $0.path == BundleFile.model } }

    var rung: SearchRecord.Rung? {
        guard let score, let trace else { return nil }
        return SearchRecord.Rung(iterations: trace.iterations.count, score: score)
    }
}

extension TrialResult {
    static func facts(_ outcome: Outcome, seconds: Double) -> JSON {
        switch outcome {
        case .scored(let score, let trace, let isFinal):
            [
                "score": .double(score), "trace": trace.json, "is_final": .bool(isFinal), "seconds": .double(seconds),
            ]
        case .failed(let reason): ["failure": .string(reason), "seconds": .double(seconds)]
        }
    }

    /// Reads a stored result; nil where its facts can't be read: such a trial is done again.
    init?(_ entry: CacheEntry, key: CacheKey) {
        guard let seconds = entry.facts["seconds"]?.doubleValue else { return nil }
        if let reason = entry.facts["failure"]?.stringValue {
            self.init(outcome: .failed(reason: reason), seconds: seconds, key: key, entry: entry)
            return
        }
        guard let trace = entry.facts["trace"].flatMap(TrainingTrace.init),
            let isFinal = entry.facts["is_final"]?.boolValue, let score = entry.facts["score"]
        else { return nil }
        // What is no number is written as null.
        self.init(
            outcome: .scored(score: score.doubleValue ?? .nan, trace: trace, isFinal: isFinal), seconds: seconds,
            key: key, entry: entry)
    }
}
