import LinearAlgebra
import Modelling

/// Tests every model against the baseline, metric by metric, over the users they were all judged on.
///
/// The interval and p-value of a difference come from the paired bootstrap: 1,000 resamples of users, the same for every
/// model and metric, in each of which both models' metrics are formed and subtracted (Efron and Tibshirani, "An Introduction
/// to the Bootstrap", 1993, chapters 13 and 16). With b of B resampled differences on the rarer side of zero, the two-sided
/// p-value is 2(b + 1)/(B + 1), at most 1 (Davison and Hinkley, "Bootstrap Methods and their Application", 1997, section 4.2):
/// none is below 0.002. Holm's correction runs over the metrics of a pair. O(resamples · users · models · metrics).
struct PairedTests {
    /// Where resampling starts; fixed, so that the same runs give the same page.
    static let seed: UInt64 = 1
    /// How far a metric may lie from what its values per user give back, as a share of it: they are stored in single precision.
    private static let tolerance = 1e-4

    private let metrics: [MetricColumns]
    private let modelCount: Int

    /// - Parameters:
    ///   - models: judged on the same test part; the first is the baseline.
    ///   - stated: the models' metrics as their runs state them; a metric that its values per user don't give back is left out.
    init(_ values: [PerUserValues], stated: [[Evaluation.Score]], testRows: [String: Int]) {
        modelCount = values.count
        let shared = values.dropFirst().reduce(Set(values[0].users)) { $0.intersection($1.users) }
        let users = values[0].users.filter(shared.contains)
        metrics = values[0].metrics.compactMap { metric -> MetricColumns? in
            let columns = values.compactMap { $0.values(of: metric, for: users) }
            guard columns.count == values.count else { return nil }
            let whole = MetricColumns(metric, columns: columns, rows: users.map { testRows[$0] ?? 0 })
            return Self.givesBack(whole, stated) ? whole : nil
        }
    }

    private static func givesBack(_ columns: MetricColumns, _ stated: [[Evaluation.Score]]) -> Bool {
        guard columns.userCount > 0 else { return false }
        return stated.enumerated().allSatisfy { model, scores in
            guard let value = scores.first(where: { $0.metric == columns.metric })?.value.value else { return false }
            return abs(columns.value(of: model) - value) <= tolerance * max(abs(value), 1e-3)
        }
    }

    /// The tests of each model but the baseline, in order.
    func run(lowerIsBetter: Set<String>, pool: WorkerPool) throws -> [[PairedTest]] {
        guard !metrics.isEmpty else { return (1..<modelCount).map { _ in [] } }
        let resampled = try resampledMetrics(pool: pool)
        return (1..<modelCount).map { model in
            // A resample that drew no user with a weight has no metric and says nothing about the difference.
            let differences = metrics.indices.map { metric in
                zip(resampled[metric][model], resampled[metric][0]).map { $0 - $1 }.filter(\.isFinite)
            }
            return tests(of: model, differences, lowerIsBetter: lowerIsBetter)
        }
    }

    /// By metric and model, the metric in each resample.
    private func resampledMetrics(pool: WorkerPool) throws -> [[[Double]]] {
        let sums = try Bootstrap(seed: Self.seed, pool: pool).sums(of: metrics.flatMap(\.summands))
        return metrics.enumerated().map { index, metric in
            let first = index * (modelCount + 1)
            return metric.resampled(sums[first...first + modelCount])
        }
    }

    /// - Parameter resampled: by metric, the differences that resamples gave; a metric without any is left out.
    private func tests(of model: Int, _ resampled: [[Double]], lowerIsBetter: Set<String>) -> [PairedTest] {
        let (metrics, differences) = (
            zip(metrics, resampled).filter { !$1.isEmpty }.map(\.0), resampled.filter { !$0.isEmpty }
        )
        let bootstrap = differences.map(Self.twoSidedP)
        let wilcoxon = metrics.map { metric in
            let paired = metric.weights.indices.lazy.filter { metric.weights[$0] > 0 }
                .map { metric.values[model][$0] - metric.values[0][$0] }
            return WilcoxonSignedRank(Array(paired))?.pValue ?? 1
        }
        let adjusted = (HolmCorrection.adjusted(bootstrap), HolmCorrection.adjusted(wilcoxon))
        return metrics.enumerated().map { index, metric in
            let interval = Bootstrap.interval(differences[index])
            return PairedTest(
                metric: metric.metric, difference: metric.value(of: model) - metric.value(of: 0), low: interval.low,
                high: interval.high, bootstrapP: bootstrap[index], adjustedBootstrapP: adjusted.0[index],
                wilcoxonP: wilcoxon[index], adjustedWilcoxonP: adjusted.1[index], userCount: metric.userCount,
                higherIsBetter: !lowerIsBetter.contains(metric.metric))
        }
    }

    static func twoSidedP(_ resampled: [Double]) -> Double {
        let rarer = min(resampled.count { $0 <= 0 }, resampled.count { $0 >= 0 })
        return min(1, 2 * Double(rarer + 1) / Double(resampled.count + 1))
    }
}
