import Modelling

/// One metric of several models over the same users, as its values per user give it.
struct MetricColumns: Sendable {
    let metric: String
    let pooling: MetricPooling
    /// Of each user; 0 leaves one out.
    let weights: [Double]
    /// One column per model.
    let values: [[Double]]

    /// Users without a value from every model are left out.
    ///
    /// - Parameter rows: test rows of each user.
    init(_ metric: String, columns: [[Double]], rows: [Int]) {
        let pooling = MetricPooling(metric: metric)
        let weights = rows.indices.map { row in
            columns.allSatisfy { $0[row].isFinite } ? pooling.weight(rows: rows[row]) : 0
        }
        self.metric = metric
        self.pooling = pooling
        self.weights = weights
        values = columns.map { column in zip(column, weights).map { $1 > 0 ? $0 : 0 } }
    }

    var userCount: Int { weights.count { $0 > 0 } }

    /// The metric of a model; NaN where no user has a weight.
    func value(of model: Int) -> Double {
        value(of: model, weights: weights)
    }

    /// The metric of a model over users weighted otherwise.
    func value(of model: Int, weights: [Double]) -> Double {
        let sum = zip(weights, values[model]).reduce(0) { $0 + $1.0 * pooling.term($1.1) }
        return pooling.finish(sum, weight: weights.reduce(0, +))
    }

    /// A value for each user whose mean is the metric of a model, and whose standard error is the metric's own to first order:
    /// the metric plus what the user moves it by (the infinitesimal jackknife: Efron and Tibshirani, 1993, chapter 22). Of a
    /// mean over users they are its values. O(users).
    func contributions(to model: Int) -> [Double] {
        let share = Double(weights.count) / weights.reduce(0, +)
        let metric = value(of: model)
        return zip(weights, values[model]).map { weight, value in
            metric + share * weight * pooling.deviation(of: value, from: metric)
        }
    }

    /// What resampling adds up: the weights, then a column of weighted terms for each model.
    var summands: [[Double]] {
        [weights] + values.map { values in zip(weights, values).map { $0 * pooling.term($1) } }
    }

    /// The metric of each model in each resample.
    ///
    /// - Parameter sums: of `summands`.
    func resampled(_ sums: ArraySlice<[Double]>) -> [[Double]] {
        let weights = sums.first ?? []
        return sums.dropFirst().map { column in zip(column, weights).map { pooling.finish($0, weight: $1) } }
    }
}
