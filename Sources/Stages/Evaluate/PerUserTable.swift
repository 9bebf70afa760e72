import Modelling
import Pipeline
import Tables

/// Lays the values per user of all candidates and metrics side by side.
struct PerUserTable {
    private let part: HeldOutPart
    private let names: StringDictionary

    /// - Parameter users: ids of the user rows.
    init(_ part: HeldOutPart, users: StringDictionary) {
        self.part = part
        names = users
    }

    /// One column per candidate and metric with values per user; NaN where a user has none of the kind.
    func columns(_ candidates: [String], _ samples: [[MetricSample]]) -> Evaluation.PerUser {
        let users = part.users
        var columns: [(candidate: String, metric: String, values: [Float])] = []
        for (candidate, samples) in zip(candidates, samples) {
            for (metric, sample) in zip(part.metrics, samples) {
                guard let values = sample.perUser else { continue }
                let own = metric.measure.needsRanking ? part.ranking?.items.users : part.rating?.users
                columns.append((candidate, metric.label, Self.spread(values, of: own ?? [], over: users)))
            }
        }
        return Evaluation.PerUser(users: users.map { names[Int($0)] }, columns: columns)
    }

    private static func spread(_ values: [Double], of own: [Int32], over users: [Int32]) -> [Float] {
        var next = 0
        return users.map { user in
            guard next < own.count, own[next] == user else { return .nan }
            next += 1
            return Float(values[next - 1])
        }
    }
}

extension HeldOutPart {
    /// Rows of the users with anything to judge, ascending.
    var users: [Int32] {
        guard let ranked = ranking?.items.users else { return rating?.users ?? [] }
        guard let rated = rating?.users else { return ranked }
        return Set(ranked).union(rated).sorted()
    }
}
