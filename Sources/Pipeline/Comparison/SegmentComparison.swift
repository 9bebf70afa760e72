import Modelling

/// How models do for groups of the test users.
public struct SegmentComparison: Sendable {
    /// Below this many users a segment says little.
    public static let fewestUsers = 200

    public struct Segment: Sendable {
        public let name: String
        public let userCount: Int
        /// The metric over the segment's users, by model.
        public let values: [Double]
        /// Difference from the baseline, by model; nil for the baseline, and for fewer than thirty users.
        public let differences: [PairedDifference?]
    }

    public struct Group: Sendable {
        public let title: String
        public let segments: [Segment]
    }

    public let metric: String
    /// Models that are compared, as positions among all; the baseline first.
    public let models: [Int]
    public let groups: [Group]

    /// Whether any group is large enough that its differences have intervals.
    public var hasDifferences: Bool {
        groups.contains { $0.segments.contains { $0.differences.contains { $0 != nil } } }
    }
}

extension SegmentComparison {
    /// - Parameter users: what the baseline's run knows of the test users.
    /// - Returns: nil where the baseline has no values per user of the metric. Models without are left out.
    init?(
        _ metric: String, values: [PerUserValues], models: [Int], users: StoredEvidence.TestUsers
    ) {
        let known = zip(models, values).compactMap { model, values in
            values.values(of: metric, for: users.ids).map { (model: model, column: $0) }
        }
        guard let baseline = known.first, baseline.model == models.first else { return nil }
        let measured = users.ids.indices.filter { baseline.column[$0].isFinite }
        guard !measured.isEmpty else { return nil }
        self.metric = metric
        self.models = known.map(\.model)
        groups = UserGroups(users, measured).groups.compactMap { title, names in
            var members: [String: [Int]] = [:]
            var order: [String] = []
            for (row, name) in zip(measured, names) {
                guard let name else { continue }
                if members[name] == nil { order.append(name) }
                members[name, default: []].append(row)
            }
            guard order.count > 1 else { return nil }
            return Group(
                title: title,
                segments: order.sorted().map { name in
                    Segment(
                        name, metric, columns: known.map(\.column), rows: members[name] ?? [],
                        testRows: users.facts.map(\.testRows))
                })
        }
    }
}

extension SegmentComparison.Segment {
    /// - Parameters:
    ///   - name: behind a rank and a tab where groups have an order of their own.
    ///   - columns: of all test users, by model; the baseline's first.
    ///   - rows: the segment's users that the baseline has a value for.
    fileprivate init(_ name: String, _ metric: String, columns: [[Double]], rows: [Int], testRows: [Int]) {
        // Each model is held against the baseline over the users these two have, so that none takes users from another.
        let pairs = columns.map { column in
            let both = rows.filter { column[$0].isFinite }
            return MetricColumns(
                metric, columns: [columns[0], column].map { column in both.map { column[$0] } },
                rows: both.map { testRows[$0] })
        }
        self.init(
            name: name.split(separator: "\t").last.map(String.init) ?? name, userCount: rows.count,
            values: pairs.map { $0.value(of: 1) },
            differences: pairs.enumerated().map { model, pair in
                model == 0 ? nil : PairedDifference(of: pair.contributions(to: 1), over: pair.contributions(to: 0))
            })
    }
}

/// The ways test users are cut into groups. A name stands behind its rank and a tab where groups have an order of their own.
private struct UserGroups {
    /// Users of at most so many training items are new.
    static let mostItemsOfNewUsers = 5

    let groups: [(title: String, names: [String?])]

    init(_ users: StoredEvidence.TestUsers, _ rows: [Int]) {
        let facts = rows.map { users.facts[$0] }
        groups =
            [
                ("New and returning users", facts.map(Self.tenure)), ("Light and heavy users", Self.thirds(facts)),
                ("Users by what they did next", facts.map(Self.taste)),
            ] + users.columns.map { column in (column.name, rows.map { column.values[$0] }) }
    }

    private static func tenure(_ user: Evaluation.Evidence.TestUser) -> String? {
        user.trainingItems <= mostItemsOfNewUsers
            ? "0\tnew: up to \(mostItemsOfNewUsers) items before" : "1\treturning: more than \(mostItemsOfNewUsers)"
    }

    /// Thirds by training items; users with as many items are in the same third.
    private static func thirds(_ users: [Evaluation.Evidence.TestUser]) -> [String?] {
        let sorted = users.map(\.trainingItems).sorted()
        let (low, high) = (sorted[sorted.count / 3], sorted[sorted.count * 2 / 3])
        return users.map { user in
            if user.trainingItems < low { return "0\tlight: below \(low) items" }
            if user.trainingItems < high { return "1\tmiddle: \(low) to \(high - 1) items" }
            return "2\theavy: \(high) items and more"
        }
    }

    private static func taste(_ user: Evaluation.Evidence.TestUser) -> String? {
        guard user.testItems > 0 else { return nil }
        if user.tailTestItems == 0 { return "0\thead items only" }
        return user.tailTestItems == user.testItems ? "2\ttail items only" : "1\thead and tail items"
    }
}
