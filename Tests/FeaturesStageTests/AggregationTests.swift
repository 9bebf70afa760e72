import Foundation
import Pipeline
import Tables
import Testing

/// Compares the dataset with one made by dictionaries, row by row.
@Suite struct AggregationTests {
    @Test(arguments: ["sum", "max", "last"])
    func `pairs are those a dictionary gives`(aggregate: String) throws {
        let table = randomEvents(20_000, users: 300, items: 120, seed: 3)
        let settings: JSON = [
            "kind": "interactions", "table": "events", "aggregate": .string(aggregate),
            "weight": ["by": "event", "values": ["view": 1, "purchase": 5], "half_life_days": 7],
        ]
        let pairs = try Stage(settings).run(["events": table]).pairs
        let expected = slowPairs(table, aggregate: aggregate)
        #expect(Set(pairs.keys) == Set(expected.keys))
        for (pair, value) in expected { #expect(abs(pairs[pair]! - Float(value)) <= 1e-6 * Float(value), "\(pair)") }
    }

    private func slowPairs(_ table: Table, aggregate: String) -> [String: Double] {
        guard case .string(let users)? = table["user"], case .string(let items)? = table["item"],
            case .string(let kinds)? = table["event"], case .timestamp(let times)? = table["time"]
        else { return [:] }
        let worth = ["view": 1.0, "purchase": 5.0]
        let rows = (0..<table.rowCount).filter { worth[kinds[$0]!] != nil }
        let newest = rows.map { times.values[$0] }.max()!
        var values: [String: (time: Int64, value: Double)] = [:]
        for row in rows {
            let pair = "\(users[row]!) \(items[row]!)"
            let days = Double(newest - times.values[row]) / 86_400e6
            let weight = worth[kinds[row]!]! * pow(0.5, days / 7)
            guard let known = values[pair] else {
                values[pair] = (times.values[row], weight)
                continue
            }
            switch aggregate {
            case "sum": values[pair] = (0, known.value + weight)
            case "max": values[pair] = (0, max(known.value, weight))
            default: if times.values[row] >= known.time { values[pair] = (times.values[row], weight) }
            }
        }
        return values.mapValues(\.value)
    }
}
