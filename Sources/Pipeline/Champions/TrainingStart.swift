/// How the training of a candidate with `warm_start` started, as `run.json` records it.
public struct TrainingStart: Sendable, Equatable {
    /// Why a training started cold.
    public enum Cause: String, Sendable {
        /// Nothing was published before.
        case noChampion = "no_champion"
        /// The champion was trained on this very data, and started cold: to start from it would make another model of the same.
        case sameData = "same_data"
        /// It can't be told what is published; see `PublicationProblem`.
        case unclearChampion = "unclear_champion"
        /// The champion's run is gone, kept no evaluation model, or it is damaged.
        case noEvaluationModel = "no_evaluation_model"
        /// The champion's bundle holds no model that a refit could start from.
        case noShippedModel = "no_shipped_model"
        case otherModel = "other_model"
        /// What decides which rows are held out is not what it was: then some may be that the champion was trained on.
        case splitChanged = "split_changed"
        /// The champion has seen rows at or after the run's instant, which were still to come.
        case earlierInstant = "earlier_instant"
        /// The champion's run kept no hashes of its rows: it had neither `warm_start` nor a gate.
        case rowsNotKept = "rows_not_kept"
        /// Rows that are held out now were trained on then.
        case heldOutRowsTrained = "held_out_rows_trained"
        case otherShape = "other_shape"
    }

    public let candidate: String
    /// The run that was found; nil where there is none.
    public let champion: String?
    /// Nil for a warm start.
    public let cause: Cause?
    /// What was found, in words; nil where the cause says all.
    public let detail: String?

    public init(candidate: String, champion: String?, cause: Cause? = nil, detail: String? = nil) {
        self.candidate = candidate
        self.champion = champion
        self.cause = cause
        self.detail = detail
    }

    public var isWarm: Bool { cause == nil }

    /// In words, without a full stop.
    public var text: String {
        guard let cause else { return "\(candidate) starts from the models of run \(champion ?? "")" }
        return "\(candidate) starts cold: \(cause.text)" + (detail.map { " (\($0))" } ?? "")
    }
}

extension TrainingStart {
    public var json: JSON {
        [
            "candidate": .string(candidate), "start": isWarm ? "champion" : "cold",
            "champion": champion.map(JSON.string) ?? .null, "cause": cause.map { .string($0.rawValue) } ?? .null,
            "detail": detail.map(JSON.string) ?? .null,
        ]
    }

    /// Reads back what `json` gave.
    public init?(_ json: JSON) {
        guard let candidate = json["candidate"]?.stringValue, let start = json["start"]?.stringValue else { return nil }
        let cause = json["cause"]?.stringValue.flatMap(Cause.init)
        guard (start == "champion") == (cause == nil) else { return nil }
        self.init(
            candidate: candidate, champion: json["champion"]?.stringValue, cause: cause,
            detail: json["detail"]?.stringValue)
    }
}

extension TrainingStart.Cause {
    var text: String {
        switch self {
        case .noChampion: "there is no champion yet"
        case .sameData: "the champion was trained on this very data, from a cold start"
        case .unclearChampion: "it is unclear what is published"
        case .noEvaluationModel: "the champion's run keeps no evaluation model that can be read"
        case .noShippedModel: "the champion's bundle holds no model that a refit could start from"
        case .otherModel: "the champion is another model"
        case .splitChanged: "what decides which rows are held out changed"
        case .earlierInstant: "the champion has seen rows after this run's instant"
        case .rowsNotKept: "the champion's run did not keep which rows it trained on"
        case .heldOutRowsTrained: "the champion was trained on rows that are held out now"
        case .otherShape: "the champion's factors do not fit"
        }
    }
}

/// Where a candidate is to start, as far as settings tell.
enum CandidateStart: Sendable {
    /// At random: not asked for otherwise, or refused.
    case cold(TrainingStart?)
    /// From the champion, unless the data says otherwise.
    case champion(Champion)

    var champion: Champion? {
        guard case .champion(let champion) = self else { return nil }
        return champion
    }

    init(of candidate: Candidate, finding: ChampionLookup.Finding?, basis: JSON, refits: Bool) {
        guard candidate.startsFromChampion, let finding else {
            self = .cold(nil)
            return
        }
        func cold(_ cause: TrainingStart.Cause, _ detail: String? = nil) -> CandidateStart {
            .cold(TrainingStart(candidate: candidate.id, champion: finding.run, cause: cause, detail: detail))
        }
        switch finding {
        case .none(let cause, _, let detail): self = cold(cause, detail)
        case .champion(let champion):
            let evaluation = champion.evaluation
            if evaluation.modelName != candidate.model.name {
                self = cold(.otherModel, "it is \(evaluation.modelName), this one \(candidate.model.name)")
            } else if evaluation.basis != basis {
                let changes = SplitBasis.changes(from: evaluation.basis, to: basis)
                self = cold(.splitChanged, changes.joined(separator: ", "))
            } else if refits, champion.shipped == nil {
                self = cold(.noShippedModel)
            } else {
                self = .champion(champion)
            }
        }
    }
}
