/// The published run, as far as the publication and its directory tell.
enum PublishedChampion {
    /// Nothing was ever published.
    case none
    /// It can't be told what is published.
    case unclear(last: String?, PublicationProblem)
    /// Its evaluation model can't be read.
    case unreadable(run: String, EvaluationModel.Absence)
    case found(EvaluationModel)

    /// What the gate compares with, where settings allow it.
    ///
    /// - Parameter basis: what decides which rows this run holds out.
    func comparable(with basis: JSON) -> EvaluationModel? {
        guard case .found(let champion) = self, champion.basis == basis, champion.hasIDs else { return nil }
        return champion
    }
}

extension ChampionLookup {
    /// The run that is published now, whatever data it was trained on.
    var published: PublishedChampion {
        let publication = workspace.publication(config: config, pipeline: pipeline)
        if let problem = publication.problem { return .unclear(last: publication.champion, problem) }
        guard let run = publication.served else { return .none }
        do {
            return .found(try EvaluationModel(in: workspace.runDirectory(run)))
        } catch {
            return .unreadable(run: run, error)
        }
    }
}
