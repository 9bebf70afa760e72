import Modelling
import Pipeline

extension PairedDifference {
    /// Between two candidates of an evaluation. Nil where the metric isn't a mean over users, as the pooled `rmse`: the
    /// mean of the users' values must give back the metric's own value.
    init?(_ evaluation: Evaluation, metric: String, _ first: Standing.Place, _ second: Standing.Place) {
        func column(_ place: Standing.Place) -> [Float]? {
            guard
                let values = evaluation.perUser.columns.first(where: {
                    $0.candidate == place.id && $0.metric == metric
                })?.values
            else { return nil }
            let known = values.lazy.filter { !$0.isNaN }
            let mean = known.reduce(0) { $0 + Double($1) } / Double(max(known.reduce(0) { count, _ in count + 1 }, 1))
            let value = place.score.value
            return abs(mean - value) <= 1e-4 * max(abs(value), 1e-3) ? values : nil
        }
        guard let values = column(first), let others = column(second), values.count == others.count else { return nil }
        let direction = MetricDirection(of: metric, in: evaluation)
        self.init(of: values, over: others, direction: direction == .higherIsBetter ? 1 : -1)
    }
}
