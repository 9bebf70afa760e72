/// What the gate holds a challenger against.
enum GateChampion {
    /// Nothing is published yet.
    case none
    /// The published run's evaluation model is the challenger itself.
    case sameModel(run: String)
    /// No fair comparison is possible.
    case incomparable(run: String, obstacle: GateVerdict.Obstacle)
    case scored(run: String, ChampionScores)

    var run: String? {
        switch self {
        case .none: nil
        case .sameModel(let run), .incomparable(let run, _), .scored(let run, _): run
        }
    }

    var obstacle: GateVerdict.Obstacle? {
        guard case .incomparable(_, let obstacle) = self else { return nil }
        return obstacle
    }

    var isSameModel: Bool {
        guard case .sameModel = self else { return false }
        return true
    }
}

/// The published run, as far as its directory tells.
enum PublishedChampion {
    case none
    case unreadable(run: String, GateVerdict.Obstacle)
    case found(EvaluationModel)

    /// What the gate compares with, where settings allow it.
    ///
    /// - Parameter basis: what decides which rows this run holds out.
    func comparable(with basis: JSON) -> EvaluationModel? {
        guard case .found(let champion) = self, champion.basis == basis else { return nil }
        return champion
    }
}

extension GateVerdict.Obstacle {
    init(_ cause: TrainingStart.Cause, detail: String? = nil) {
        self.init(cause: cause.rawValue, text: cause.text + (detail.map { " (\($0))" } ?? ""))
    }
}

extension ChampionLookup {
    /// The run that is published now, whatever data it was trained on.
    var published: PublishedChampion {
        guard let run = workspace.publishedRun(config: config, pipeline: pipeline) else { return .none }
        let directory = workspace.runDirectory(run)
        guard let model = EvaluationModel(in: directory), model.hasIDs else {
            return .unreadable(
                run: run, .init(.noEvaluationModel, detail: "\(directory)/\(EvaluationModel.folder)"))
        }
        return .found(model)
    }
}
