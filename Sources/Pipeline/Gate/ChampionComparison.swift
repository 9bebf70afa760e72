import LinearAlgebra
import Modelling

/// Challenger and champion beside each other, both scored on the same test part.
public struct ChampionComparison: Sendable {
    public let challenger: GateChallenger
    /// The champion's scores.
    public let champion: [Evaluation.Score]
    private let users: PairedUsers
    private let lowerIsBetter: Set<String>
    private let pool: WorkerPool

    /// - Parameter lowerIsBetter: labels of the metrics that improve downwards.
    public init(
        challenger: GateChallenger, champion: [Evaluation.Score], users: PairedUsers, lowerIsBetter: Set<String>,
        pool: WorkerPool
    ) {
        self.challenger = challenger
        self.champion = champion
        self.users = users
        self.lowerIsBetter = lowerIsBetter
        self.pool = pool
    }

    /// Both values of a metric, and how much better the challenger's is.
    public func numbers(of metric: String) -> ConditionOutcome.Numbers {
        var numbers = ConditionOutcome.Numbers(metric: metric, value: challenger.value(of: metric))
        let own = champion.first { $0.metric == metric }?.value.value ?? .nan
        numbers.champion = own
        numbers.difference = direction(of: metric) * (challenger.value(of: metric) - own)
        numbers.userCount = users.metric(metric)?.userCount
        return numbers
    }

    /// Lower end of the one-sided 95 % interval of how much better the challenger is: the 5th percentile of the differences
    /// that the paired bootstrap over users gives, as comparisons of runs resample them (see `PairedTests`).
    ///
    /// Nil where the metric has no values per user, or no user has both. O(resamples · users).
    public func lowerBound(of metric: String) throws -> Double? {
        guard let columns = users.metric(metric), columns.userCount > 0 else { return nil }
        let bootstrap = Bootstrap(seed: PairedTests.seed, pool: pool)
        let resampled = columns.resampled(try bootstrap.sums(of: columns.summands)[...])
        let direction = direction(of: metric)
        // A resample that drew no user with a weight has no metric and says nothing about the difference.
        let differences = zip(resampled[0], resampled[1]).map { direction * ($0 - $1) }.filter(\.isFinite)
        return differences.isEmpty ? nil : Bootstrap.lowerBound(differences)
    }

    /// How a column of the users' table groups the test users; nil where the run keeps nothing of it.
    public func grouping(by column: String) -> UserGrouping? { users.groups[column] }

    /// The groups of users that have the metric: those with a name, those without a value, and all small ones together.
    ///
    /// - Parameter fewestUsers: smaller groups decide nothing, nor do those that are too small to be named.
    public func segments(
        of grouping: UserGrouping, by metric: String, fewestUsers: Int
    ) -> [ConditionOutcome.SegmentOutcome] {
        guard let columns = users.metric(metric) else { return [] }
        let codes = grouping.codes
        let rows = Dictionary(grouping: codes.indices.filter { columns.weights[$0] > 0 }) { codes[$0] }
        let order =
            grouping.names.indices.map { Int32($0) } + [UserGrouping.withoutValue, UserGrouping.small]
        return order.compactMap { code in
            guard let rows = rows[code] else { return nil }
            var weights = [Double](repeating: 0, count: codes.count)
            for row in rows { weights[row] = columns.weights[row] }
            let (value, champion) = (columns.value(of: 0, weights: weights), columns.value(of: 1, weights: weights))
            return ConditionOutcome.SegmentOutcome(
                name: grouping.name(of: code), userCount: rows.count, value: value, champion: champion,
                difference: direction(of: metric) * (value - champion),
                decides: code != UserGrouping.small && rows.count >= fewestUsers)
        }
    }

    private func direction(of metric: String) -> Double { lowerIsBetter.contains(metric) ? -1 : 1 }
}

extension UserGrouping {
    fileprivate func name(of code: Int32) -> String {
        switch code {
        case Self.withoutValue: "without a value"
        case Self.small:
            "\(smallCount) group\(smallCount == 1 ? "" : "s") under \(Self.fewestUsers) users"
        default: names[Int(code)]
        }
    }
}
