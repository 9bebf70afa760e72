import Modelling
import Pipeline

extension EvaluateStage {
    /// Scores every candidate on both parts, in the order they are listed.
    ///
    /// - Throws: `DataError` where nothing can be scored; `CancellationError` when interrupted.
    public func run(
        _ candidates: [TrainedCandidate], on dataset: any Dataset, in context: RunContext
    ) throws -> Evaluation {
        let dataset = try requireInteractions(dataset)
        let test = try testPart(of: dataset)
        let validation = try validationPart(of: dataset, metrics: measured)
        let curves = ListLengthCurves(measured)
        var onTest: [(samples: [MetricSample], means: [Double])] = []
        var onValidation: [[MetricSample]] = []
        for candidate in candidates {
            onTest.append(
                try scores(
                    of: candidate, on: test, means: test.ranking == nil ? [] : curves.measures, in: context))
            if let validation {
                onValidation.append(try scores(of: candidate, on: validation, in: context).samples)
            }
        }
        let testScores = try values(of: onTest.map(\.samples), in: context)
        let validationScores = try values(of: onValidation, in: context)
        let winner = best(validation == nil ? testScores : validationScores)
        return Evaluation(
            selected: candidates[winner].id, selectedOn: (validation ?? test).name,
            testDigest: digest(of: test, in: dataset),
            candidates: candidates.enumerated().map { index, candidate in
                Evaluation.CandidateScores(
                    id: candidate.id, modelName: candidate.modelName, fitSeconds: candidate.fitSeconds,
                    metrics: testScores[index], validation: validation == nil ? [] : validationScores[index],
                    curves: test.ranking == nil ? [] : curves.curves(onTest[index].means))
            },
            perUser: PerUserTable(test, users: dataset.training.users).columns(
                candidates.map(\.id), onTest.map(\.samples)),
            accounts: test.accounts + (validation?.accounts ?? []),
            samples: try SampleRecommender(dataset: dataset, seen: test.seen).samples(
                of: candidates[winner].model, among: test.users, pool: context.pool),
            lowerIsBetter: Set(measured.filter { !$0.higherIsBetter }.map(\.label)),
            evidence: try EvidenceCollector(dataset: dataset, test: test).evidence(
                of: candidates, winner: winner, pool: context.pool))
    }

    private func scores(
        of candidate: TrainedCandidate, on part: HeldOutPart, means: [MetricMeasure] = [], in context: RunContext
    ) throws -> (samples: [MetricSample], means: [Double]) {
        try context.checkCancellation()
        let total = part.ranking?.items.users.count ?? 0
        return try part.scores(of: candidate.model, means: means, pool: context.pool) { users in
            context.progress.update("score \(candidate.id)", completed: users, total: total, unit: "users")
            try context.checkCancellation()
        }
    }

    /// The metrics of each candidate with intervals from the same resamples.
    private func values(of samples: [[MetricSample]], in context: RunContext) throws -> [[Evaluation.Score]] {
        let bootstrap = Bootstrap(seed: context.seed, pool: context.pool)
        let values = try MetricSample.values(of: samples.flatMap(\.self), bootstrap: bootstrap)
        return samples.indices.map { candidate in
            metrics.indices.map { metric in
                Evaluation.Score(metric: metrics[metric], value: values[candidate * metrics.count + metric])
            }
        }
    }

    /// The candidate with the best selected metric; the first of equals. NaN is worse than any number.
    private func best(_ scores: [[Evaluation.Score]]) -> Int {
        guard let selector, let column = metrics.firstIndex(of: select) else { return 0 }
        let sign: Double = selector.higherIsBetter ? 1 : -1
        let values = scores.map { sign * $0[column].value.value }
        return values.indices.dropFirst().reduce(0) { best, candidate in
            values[candidate] > values[best] || values[best].isNaN && !values[candidate].isNaN ? candidate : best
        }
    }
}
