import LinearAlgebra
import Modelling

/// Tests every model against the baseline, metric by metric, over the users both were judged on.
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

    /// Models with values of a metric from the same users as the baseline, which is the first of the columns.
    private struct Cohort {
        let columns: MetricColumns
        /// Positions among all models, with those of their columns.
        let members: [(model: Int, column: Int)]
    }

    /// A metric of one pair.
    private struct Found {
        let columns: MetricColumns
        let column: Int
        /// The difference in each resample.
        let differences: [Double]
    }

    /// By the users that are resampled together. What a model lacks takes nothing from the others: each is held against the
    /// baseline over the users and metrics that these two have. Where those are the same, so are the resamples.
    private let cohorts: [[Cohort]]
    private let modelCount: Int

    /// - Parameters:
    ///   - values: of models judged on the same test part; the first is the baseline.
    ///   - stated: the models' metrics as their runs state them; a metric that its values per user don't give back is left out.
    init(_ values: [PerUserValues], stated: [[Evaluation.Score]], testRows: [String: Int]) {
        modelCount = values.count
        var groups: [(users: [String], models: [Int])] = []
        for model in values.indices.dropFirst() {
            let isSame = values[model].users == values[0].users
            let users = isSame ? values[0].users : values[0].users.filter(Set(values[model].users).contains)
            if let place = groups.firstIndex(where: { $0.users == users }) {
                groups[place].models.append(model)
            } else {
                groups.append((users, [model]))
            }
        }
        cohorts = groups.map { group in
            let rows = group.users.map { testRows[$0] ?? 0 }
            return values[0].metrics.flatMap { metric -> [Cohort] in
                guard let baseline = values[0].values(of: metric, for: group.users) else { return [] }
                let others = group.models.compactMap { model in
                    values[model].values(of: metric, for: group.users).map { (model: model, values: $0) }
                }
                return Self.byMeasuredUsers(baseline, others).compactMap { models in
                    let columns = MetricColumns(metric, columns: [baseline] + models.map(\.values), rows: rows)
                    return Self.cohort(columns, of: models.map(\.model), stated: stated)
                }
            }
        }
    }

    /// Models apart whose values, or the baseline's, are missing for other users.
    private static func byMeasuredUsers(
        _ baseline: [Double], _ others: [(model: Int, values: [Double])]
    ) -> [[(model: Int, values: [Double])]] {
        var groups: [(isMeasured: [Bool], models: [(model: Int, values: [Double])])] = []
        for other in others {
            let isMeasured = zip(baseline, other.values).map { $0.isFinite && $1.isFinite }
            if let place = groups.firstIndex(where: { $0.isMeasured == isMeasured }) {
                groups[place].models.append(other)
            } else {
                groups.append((isMeasured, [other]))
            }
        }
        return groups.map(\.models)
    }

    /// Nil where the values per user don't give back the baseline's metric, or that of no model.
    private static func cohort(_ columns: MetricColumns, of models: [Int], stated: [[Evaluation.Score]]) -> Cohort? {
        guard columns.userCount > 0, givesBack(columns, 0, stated[0]) else { return nil }
        let members = models.enumerated().map { (model: $1, column: $0 + 1) }.filter {
            givesBack(columns, $0.column, stated[$0.model])
        }
        return members.isEmpty ? nil : Cohort(columns: columns, members: members)
    }

    private static func givesBack(_ columns: MetricColumns, _ column: Int, _ stated: [Evaluation.Score]) -> Bool {
        guard let value = stated.first(where: { $0.metric == columns.metric })?.value.value else { return false }
        return abs(columns.value(of: column) - value) <= tolerance * max(abs(value), 1e-3)
    }

    /// The tests of each model but the baseline, in order.
    func run(lowerIsBetter: Set<String>, pool: WorkerPool) throws -> [[PairedTest]] {
        var found = [[Found]](repeating: [], count: modelCount)
        for group in cohorts {
            let sums = try Bootstrap(seed: Self.seed, pool: pool).sums(of: group.flatMap(\.columns.summands))
            var first = 0
            for cohort in group {
                let next = first + cohort.columns.values.count + 1
                let resampled = cohort.columns.resampled(sums[first..<next])
                first = next
                for (model, column) in cohort.members {
                    // A resample that drew no user with a weight has no metric and says nothing about the difference.
                    let differences = zip(resampled[column], resampled[0]).map { $0 - $1 }.filter(\.isFinite)
                    guard !differences.isEmpty else { continue }
                    found[model].append(Found(columns: cohort.columns, column: column, differences: differences))
                }
            }
        }
        return found.dropFirst().map { Self.tests(of: $0, lowerIsBetter: lowerIsBetter) }
    }

    /// - Parameter found: the metrics of one pair.
    private static func tests(of found: [Found], lowerIsBetter: Set<String>) -> [PairedTest] {
        let bootstrap = found.map { twoSidedP($0.differences) }
        let wilcoxon = found.map { found in
            let (columns, column) = (found.columns, found.column)
            let paired = columns.weights.indices.lazy.filter { columns.weights[$0] > 0 }
                .map { columns.values[column][$0] - columns.values[0][$0] }
            return WilcoxonSignedRank(Array(paired))?.pValue ?? 1
        }
        let adjusted = (HolmCorrection.adjusted(bootstrap), HolmCorrection.adjusted(wilcoxon))
        return found.enumerated().map { index, found in
            let (columns, interval) = (found.columns, Bootstrap.interval(found.differences))
            return PairedTest(
                metric: columns.metric, difference: columns.value(of: found.column) - columns.value(of: 0),
                low: interval.low, high: interval.high, bootstrapP: bootstrap[index],
                adjustedBootstrapP: adjusted.0[index], wilcoxonP: wilcoxon[index],
                adjustedWilcoxonP: adjusted.1[index], userCount: columns.userCount,
                higherIsBetter: !lowerIsBetter.contains(columns.metric))
        }
    }

    static func twoSidedP(_ resampled: [Double]) -> Double {
        let rarer = min(resampled.count { $0 <= 0 }, resampled.count { $0 >= 0 })
        return min(1, 2 * Double(rarer + 1) / Double(resampled.count + 1))
    }
}
