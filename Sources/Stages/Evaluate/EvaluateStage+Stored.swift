import Modelling
import Pipeline

extension EvaluateStage {
    public func score(
        _ stored: StoredModel, on dataset: any Dataset, in context: RunContext
    ) throws -> TestScores {
        try context.checkCancellation()
        let dataset = try requireInteractions(dataset)
        let test = try testPart(of: dataset)
        let samples = try test.scores(of: stored.model(on: dataset.training), pool: context.pool) { _ in
            try context.checkCancellation()
        }.samples
        let bootstrap = Bootstrap(seed: context.seed, pool: context.pool)
        let values = try MetricSample.values(of: samples, bootstrap: bootstrap)
        return TestScores(
            testDigest: digest(of: test, in: dataset),
            metrics: zip(metrics, values).map { Evaluation.Score(metric: $0, value: $1) },
            perUser: PerUserTable(test, users: dataset.training.users).columns([""], [samples]))
    }

    /// Names the test part.
    func digest(of test: HeldOutPart, in dataset: InteractionDataset) -> String {
        TestDigest.make(
            test.rows, testItems: test.ranking?.items, training: dataset.training, excludesSeen: excludeSeen)
    }
}
