import Modelling
import Pipeline

extension EvaluateStage {
    public func validation(
        of dataset: any Dataset, by metric: String, in context: RunContext
    ) throws -> TrainingSession.Validation? {
        let interactions = try requireInteractions(dataset)
        guard let judge = measured.first(where: { $0.label == metric }),
            let part = try validationPart(of: interactions, metrics: [judge])
        else { return nil }
        return TrainingSession.Validation(metricName: metric, higherIsBetter: judge.higherIsBetter) { model in
            try context.checkCancellation()
            return try part.scores(of: model, pool: context.pool).samples[0].value
        }
    }

    /// The validation part, judged by `metrics`; nil where the dataset has none. Seen is what training holds.
    func validationPart(
        of dataset: InteractionDataset, metrics: [any MetricComponent]
    ) throws -> HeldOutPart? {
        guard let rows = dataset.validation else { return nil }
        return try HeldOutPart(
            "validation", rows, of: dataset, metrics: metrics, relevant: try relevantLabels(of: rows),
            seen: excludeSeen ? dataset.training.byUser : nil)
    }

    /// The test part, judged by all metrics. Seen is what training and validation hold.
    func testPart(of dataset: InteractionDataset) throws -> HeldOutPart {
        guard let rows = dataset.test else {
            throw DataError(
                place: "evaluate", found: "a dataset without a test part", expected: "held-out rows to score on",
                remedy: "add a split to the features stage")
        }
        let training = dataset.training.byUser
        let seen = dataset.validation.map { training.union($0) } ?? training
        return try HeldOutPart(
            "test", rows, of: dataset, metrics: measured, relevant: try relevantLabels(of: rows),
            seen: excludeSeen ? seen : nil)
    }

    /// - Throws: `DataError` where the dataset is of another kind, or has no ratings and a metric needs them.
    func requireInteractions(_ dataset: any Dataset) throws -> InteractionDataset {
        guard let interactions = dataset as? InteractionDataset else {
            throw DataError(
                place: "evaluate", found: "a dataset of the kind \(type(of: dataset).kind)",
                expected: InteractionDataset.kind, remedy: "build interactions in the features stage")
        }
        let ofRatings = measured.filter { !$0.measure.needsRanking }.map(\.label)
        if interactions.training.feedback == .implicit, !ofRatings.isEmpty {
            throw DataError(
                place: "evaluate.metrics", found: "\(ofRatings.joined(separator: ", ")) for implicit feedback",
                expected: "ratings to compare predictions with",
                remedy: "name the ratings' column as \"rating\" of the dataset in features, or choose ranking metrics")
        }
        return interactions
    }

    /// For each label of the part, whether it counts as a hit; nil when all rows do.
    private func relevantLabels(of rows: HeldOutInteractions) throws -> [Bool]? {
        guard let relevant else { return nil }
        for name in relevant where !rows.labelNames.contains(name) {
            let hint = NearestName.hint(for: name, among: rows.labelNames)
            throw DataError(
                place: "evaluate.relevant", found: "the label \(JSON.string(name).text())",
                expected: "labels that weight.values of the dataset names",
                remedy: hint ?? "state weight.by and weight.values in features, or leave relevant out")
        }
        return rows.labelNames.map(relevant.contains)
    }
}
