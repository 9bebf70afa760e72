import Modelling

/// How the data of runs differs.
public struct DataComparison: Sendable {
    /// A distribution, by run.
    public struct Drift: Sendable {
        /// `interactions per user`
        public let title: String
        public let members: String
        /// Shares of the members, by the lower end of their bin.
        public let shares: [[(lower: Int, share: Double)]]
        /// Total variation distance from the first run's: the share of the members that would have to move to another bin to
        /// make the two alike, ½ Σ |p − q|; nil for the first run, and where a run lacks the distribution.
        public let distances: [Double?]
    }

    /// Sizes of the dataset by name, by run.
    public let counts: [(name: String, values: [Int?])]
    public let steps: [StepRows]
    public let drifts: [Drift]
    /// Share of the first run's test users that are test users of each run; nil where either has none stored.
    public let sharedTestUsers: [Double?]
    public let inputs: InputComparison
}

extension DataComparison {
    /// - Parameter testUsers: ids of the test users of each run; nil where it left none.
    init(_ runs: [StoredRun], details: [JSON?], testUsers: [[String]?]) {
        counts = Self.counts(details)
        steps = StepRows.of(runs)
        drifts = Self.drifts(details)
        let first = testUsers.first.flatMap { $0.map(Set.init) }
        sharedTestUsers = testUsers.map { users in
            guard let first, let users, !first.isEmpty else { return nil }
            return Double(users.count(where: first.contains)) / Double(first.count)
        }
        inputs = InputComparison(runs)
    }

    private static func counts(_ details: [JSON?]) -> [(name: String, values: [Int?])] {
        inOrder(details.flatMap { ($0?["counts"]?.members ?? []).map(\.name) }).map { name in
            (name, details.map { $0?["counts"]?[name]?.integerValue })
        }
    }

    private static func drifts(_ details: [JSON?]) -> [Drift] {
        let byRun = details.map { ($0?["distributions"]?.arrayValue ?? []).compactMap(Distribution.init) }
        return inOrder(byRun.flatMap { $0.map(\.title) }).map { title in
            let found = byRun.map { $0.first { $0.title == title } }
            let shares = found.map(Self.shares)
            return Drift(
                title: title, members: found.lazy.compactMap(\.self).first?.members ?? "", shares: shares,
                distances: shares.indices.map { run in
                    let areThere = run > 0 && found[0] != nil && found[run] != nil
                    return areThere ? totalVariation(shares[run], shares[0]) : nil
                })
        }
    }

    private static func shares(_ distribution: Distribution?) -> [(lower: Int, share: Double)] {
        let total = Double(max(distribution?.bins.reduce(0) { $0 + $1.members } ?? 0, 1))
        return (distribution?.bins ?? []).map { ($0.lower, Double($0.members) / total) }
    }

    /// ½ Σ |p − q| over the bins of either.
    static func totalVariation(_ first: [(lower: Int, share: Double)], _ second: [(lower: Int, share: Double)])
        -> Double
    {
        var differences: [Int: Double] = [:]
        for bin in first { differences[bin.lower, default: 0] += bin.share }
        for bin in second { differences[bin.lower, default: 0] -= bin.share }
        return differences.keys.sorted().reduce(0) { $0 + abs(differences[$1] ?? 0) } / 2
    }

    static func inOrder<Value: Hashable>(_ values: [Value]) -> [Value] {
        var seen: Set<Value> = []
        return values.filter { seen.insert($0).inserted }
    }
}
