import Modelling
import Pipeline

/// Metrics against the length of the list, for the report: read from the same rankings as the metrics.
struct ListLengthCurves: Sendable {
    static let lengths = [1, 2, 3, 5, 10, 20, 30, 50]

    private let families: [any MetricComponent.Type]

    /// NDCG and recall always, precision where the pipeline asks for it.
    init(_ metrics: [any MetricComponent]) {
        families = [NDCG.self, Recall.self] + (metrics.contains { $0 is Precision } ? [Precision.self] : [])
    }

    /// Family after family, one measure per length.
    var measures: [MetricMeasure] {
        families.flatMap { family in Self.lengths.map { family.init(cutoff: $0).measure } }
    }

    /// - Parameter means: the mean of each of `measures`.
    func curves(_ means: [Double]) -> [Evaluation.Curve] {
        families.enumerated().map { index, family in
            let values = means[index * Self.lengths.count..<(index + 1) * Self.lengths.count]
            return Evaluation.Curve(
                metric: family.name, points: zip(Self.lengths, values).map { (listLength: $0, value: $1) })
        }
    }
}
