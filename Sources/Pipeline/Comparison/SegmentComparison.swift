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
    /// - Returns: nil where the models have no values per user of the metric.
    init?(
        _ metric: String, values: [PerUserValues], models: [Int], users: StoredEvidence.TestUsers
    ) {
        let columns = values.compactMap { $0.values(of: metric, for: users.ids) }
        guard columns.count == values.count, !columns.isEmpty else { return nil }
        let measured = users.ids.indices.filter { row in columns.allSatisfy { $0[row].isFinite } }
        guard !measured.isEmpty else { return nil }
        self.metric = metric
        self.models = models
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
                    let rows = members[name] ?? []
                    let columns = columns.map { column in rows.map { column[$0] } }
                    return Segment(
                        name, MetricColumns(metric, columns: columns, rows: rows.map { users.facts[$0].testRows }))
                })
        }
    }
}

extension SegmentComparison.Segment {
    /// - Parameters:
    ///   - name: behind a rank and a tab where groups have an order of their own.
    ///   - columns: of the segment's users.
    fileprivate init(_ name: String, _ columns: MetricColumns) {
        let models = columns.values.indices
        let baseline = columns.contributions(to: 0)
        self.init(
            name: name.split(separator: "\t").last.map(String.init) ?? name, userCount: columns.values[0].count,
            values: models.map(columns.value),
            differences: models.map { model in
                model == 0 ? nil : PairedDifference(of: columns.contributions(to: model), over: baseline)
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
