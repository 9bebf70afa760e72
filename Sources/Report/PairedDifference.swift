import Modelling
import Pipeline

/// How much better one candidate is than another, user by user.
///
/// With d the n differences of the users' values, the mean d̄ = Σd/n and its interval d̄ ± 1.96 s/√n, where
/// s² = Σ(d − d̄)²/(n − 1): the 95 % normal interval of a paired mean. What all candidates find easy or hard about a user
/// cancels in d, so it is narrower than the candidates' own intervals. O(n).
package struct PairedDifference: Sendable, Equatable {
    /// Fewer users don't make a mean normal.
    package static let fewestUsers = 30

    package let mean: Double
    package let low: Double
    package let high: Double
    package let userCount: Int

    /// Nil below `fewestUsers` and where a difference isn't finite.
    package init?(of values: [Float], over others: [Float], direction: Int = 1) {
        guard values.count == others.count, values.count >= Self.fewestUsers else { return nil }
        let count = Double(values.count)
        var sum = 0.0
        for (value, other) in zip(values, others) { sum += Double(value) - Double(other) }
        guard sum.isFinite else { return nil }
        let mean = sum / count
        var squares = 0.0
        for (value, other) in zip(values, others) {
            let deviation = Double(value) - Double(other) - mean
            squares += deviation * deviation
        }
        let halfWidth = 1.96 * (squares / (count - 1)).squareRoot() / count.squareRoot()
        self.mean = Double(direction) * mean
        low = self.mean - halfWidth
        high = self.mean + halfWidth
        userCount = values.count
    }

    package var excludesZero: Bool { low > 0 || high < 0 }
}

extension PairedDifference {
    /// Between two candidates of an evaluation. Nil where the metric isn't a mean over users, as the pooled `rmse`: the
    /// mean of the users' values must give back the metric's own value.
    init?(_ evaluation: Evaluation, metric: String, _ first: Standing.Place, _ second: Standing.Place) {
        func column(_ place: Standing.Place) -> [Float]? {
            guard
                let values = evaluation.perUser.columns.first(where: { $0.candidate == place.id && $0.metric == metric }
                )?.values
            else { return nil }
            let mean = values.reduce(0) { $0 + Double($1) } / Double(max(values.count, 1))
            let value = place.score.value
            return abs(mean - value) <= 1e-4 * max(abs(value), 1e-3) ? values : nil
        }
        guard let values = column(first), let others = column(second) else { return nil }
        self.init(of: values, over: others, direction: MetricDirection(of: metric) == .higherIsBetter ? 1 : -1)
    }
}
