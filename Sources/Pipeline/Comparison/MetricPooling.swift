/// How a metric is made of its values per user.
enum MetricPooling: Sendable {
    /// Σ v / users
    case meanOverUsers
    /// Σ rows · v / Σ rows
    case meanOverRows
    /// √(Σ rows · v² / Σ rows)
    case rootMeanSquareOverRows

    /// Errors of predicted ratings are pooled over test rows; every other metric is a mean over users.
    init(metric: String) {
        switch metric {
        case "rmse": self = .rootMeanSquareOverRows
        case "mae": self = .meanOverRows
        default: self = .meanOverUsers
        }
    }

    func weight(rows: Int) -> Double { self == .meanOverUsers ? 1 : Double(rows) }

    func term(_ value: Double) -> Double { self == .rootMeanSquareOverRows ? value * value : value }

    /// How far a value pulls the metric from where it is, were it the only one, to first order.
    func deviation(of value: Double, from metric: Double) -> Double {
        switch self {
        case .meanOverUsers, .meanOverRows: value - metric
        // Where the metric is 0, so is every value.
        case .rootMeanSquareOverRows: metric == 0 ? 0 : (value * value - metric * metric) / (2 * metric)
        }
    }

    /// The metric of the weighted sum of terms and the sum of weights.
    func finish(_ sum: Double, weight: Double) -> Double {
        let mean = sum / weight
        return self == .rootMeanSquareOverRows ? max(mean, 0).squareRoot() : mean
    }
}
