/// Finds the run whose models a run starts from.
struct ChampionLookup {
    let workspace: Workspace
    let config: String
    let pipeline: String

    enum Finding {
        case champion(Champion)
        case none(TrainingStart.Cause, run: String?, detail: String? = nil)

        /// The run that was found, be its models usable or not.
        var run: String? {
            switch self {
            case .champion(let champion): champion.evaluation.run
            case .none(_, let run, _): run
            }
        }

        var champion: Champion? {
            guard case .champion(let champion) = self else { return nil }
            return champion
        }
    }

    /// The champion for a run on the dataset with this key.
    ///
    /// A champion that was trained on the very same data has nothing to give to a training on it: then the one that it
    /// started from is taken, so that a run repeated on unchanged data, or after it was killed while it published, comes to
    /// the same result and finds it stored.
    func champion(forData features: CacheKey) -> Finding {
        let publication = workspace.publication(config: config, pipeline: pipeline)
        guard let published = publication.served else {
            guard let problem = publication.problem else { return .none(.noChampion, run: nil) }
            return .none(.unclearChampion, run: publication.champion, detail: problem.text)
        }
        let evaluation: EvaluationModel
        do {
            evaluation = try EvaluationModel(in: workspace.runDirectory(published))
        } catch {
            return .none(.noEvaluationModel, run: published, detail: "\(error)")
        }
        guard evaluation.hasIDs else { return .none(.noEvaluationModel, run: published) }
        guard evaluation.features == features.digest else { return .champion(champion(evaluation)) }
        guard let start = evaluation.champion else { return .none(.sameData, run: published) }
        do {
            return .champion(champion(try EvaluationModel(in: workspace.runDirectory(start))))
        } catch {
            // What it started from is gone: then it is trained once more, from itself.
            return .champion(champion(evaluation))
        }
    }

    private func champion(_ evaluation: EvaluationModel) -> Champion {
        Champion(
            evaluation, bundle: workspace.bundle(config: config, pipeline: pipeline, run: evaluation.run))
    }
}
