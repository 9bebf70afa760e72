import Modelling
import Pipeline
import Tables

/// Fits the candidates a pipeline lists, each on the same dataset, and gives back stored ones.
public struct TrainStage: Training {
    public let candidates: [Candidate]
    /// Seconds a candidate may train, by its id, where the pipeline limits it.
    private let timeBudgets: [String: Double]
    private let checkpointInterval: CheckpointInterval
    let searches: [SearchSettings]
    let catalog: ComponentCatalog

    public init(from settings: SettingsReader) {
        let listed = settings.objects(
            "candidates", "The models to train, all on one split.", minimumCount: 1, addressedBy: "id",
            ListedCandidate.init(from:))
        checkpointInterval =
            settings.object(
                "checkpoint", "How often a run keeps how far it came; every five minutes where left out.",
                CheckpointInterval.init(from:)) ?? .standard
        searches = settings.objectOrObjects(
            "search", "Searches for better settings of listed candidates, one or several.",
            SearchSettings.init(from:))
        catalog = settings.catalog
        Self.reportDuplicates(among: listed)
        Self.checkTargets(of: searches, among: listed)
        candidates = listed.compactMap(\.candidate)
        timeBudgets = listed.reduce(into: [:]) { budgets, listed in
            if let id = listed.id { budgets[id] = listed.timeBudgetSeconds }
        }
    }

    private static func reportDuplicates(among listed: [ListedCandidate]) {
        var seen: Set<String> = []
        for candidate in listed {
            guard let id = candidate.id, !seen.insert(id).inserted else { continue }
            candidate.site["id"].report(
                "a second candidate called \"\(id)\"", hint: "give each candidate an id of its own")
        }
    }

    public var checkpointMinutes: Double { checkpointInterval.everyMinutes }

    public func check(_ chain: ModelCheck) {
        for candidate in candidates {
            let model = candidate.model
            let kind = Self.datasetKind(of: model.component)
            if kind != chain.datasetKind {
                model.site["model"].report(
                    "\(model.name) trains on a dataset of kind \"\(kind)\", features makes \"\(chain.datasetKind)\"",
                    hint: "choose a model for \"\(chain.datasetKind)\", or change features.dataset.kind")
            }
            model.component.check(chain, at: model.site)
            if candidate.startsFromChampion, !(model.component is any StartsWarm) {
                model.site["warm_start"].report(
                    "\(model.name) learns nothing that a training could start from", hint: "leave `warm_start` out")
            }
        }
        checkSearches(chain)
    }

    private static func datasetKind<Component: ModelComponent>(of model: Component) -> String {
        Component.Data.kind
    }

    public func fit(
        _ candidate: Candidate, on dataset: any Dataset, validation: TrainingSession.Validation?,
        fixedIterations: Int?, checkpoints: CheckpointStore?, pauseAfter: Int?, in context: RunContext
    ) throws -> TrainedCandidate {
        let started = ContinuousClock.now
        // How far a time budget reaches depends on the clock, so nothing is gained by going on from the same place.
        let budget = fixedIterations == nil ? timeBudgets[candidate.id] : nil
        let kept = checkpoints.flatMap { store in
            budget == nil ? checkpointInterval.checkpoints(in: store, of: candidate.id, in: context) : nil
        }
        let outcome = try CandidateFit(
            candidate: candidate, validation: validation, fixedIterations: fixedIterations, timeBudgetSeconds: budget,
            checkpoints: kept, pauseAfter: pauseAfter, context: context
        ).run(on: dataset)
        let seconds = (ContinuousClock.now - started) / .seconds(1) + outcome.earlierSeconds
        context.log.info(
            "trained candidate \(candidate.id)",
            metadata: [
                "seconds": "\(seconds)", "iterations": "\(outcome.trace.iterations.count)",
                "chosen_iteration": "\(outcome.trace.chosenIteration)", "ending": "\(outcome.trace.ending.rawValue)",
            ])
        return trained(candidate, outcome.model, outcome.trace, fitSeconds: seconds)
    }

    public func restore(
        _ candidate: Candidate, model: TensorArchive, trace: TrainingTrace, fitSeconds: Double
    ) throws -> TrainedCandidate {
        let restored = try type(of: candidate.model.component).restore(model)
        return trained(candidate, restored, trace, fitSeconds: fitSeconds)
    }

    private func trained(
        _ candidate: Candidate, _ model: any FittedModel, _ trace: TrainingTrace, fitSeconds: Double
    ) -> TrainedCandidate {
        TrainedCandidate(
            id: candidate.id, modelName: candidate.model.name, settings: candidate.model.settings, model: model,
            trace: trace, fitSeconds: fitSeconds)
    }
}
