import Modelling
import Pipeline
import Tables
import Testing

/// What is held out must not show in what is trained on.
@Suite struct LeakTests {
    private let dataset: JSON = [
        "kind": "interactions", "table": "events", "users": "people", "items": "goods", "minimum_per_user": 3,
        "minimum_per_item": 2,
        "weight": ["by": "event", "values": ["view": 1, "cart": 3, "purchase": 5], "half_life_days": 9],
    ]
    private let sideTables = [
        "people": Table(columns: [
            ("user", strings((0..<60).map { "u\($0)" })), ("age", .int64(ValueColumn((0..<60).map { $0 }))),
        ]),
        "goods": Table(columns: [
            ("item", strings((0..<90).map { "i\($0)" })), ("name", strings((0..<90).map { "name \($0)" })),
        ]),
    ]

    /// Everything a model could learn from: matrices, ids and side tables, without the held-out parts.
    private func learnt(_ table: Table) throws -> TensorArchive {
        let stage = Stage(dataset, split: ["by": "temporal", "date": "1970-01-31", "validation": true])
        let tables = sideTables.merging(["events": table]) { $1 }
        let built = try stage.run(tables).dataset
        return InteractionDataset(
            training: built.training, validation: nil, test: nil, userTable: built.userTable, itemTable: built.itemTable
        ).archive()
    }

    @Test func `rewriting the test rows leaves ids, weights and side tables as they were`() throws {
        let table = randomEvents(4_000, users: 60, items: 40, seed: 9)
        guard case .timestamp(let times)? = table["time"], case .string(let users)? = table["user"],
            case .string(let items)? = table["item"], case .string(let kinds)? = table["event"]
        else { return }
        let isTest = times.values.map { $0 >= day(30) }
        #expect(isTest.contains(true))
        // New users, new items, other events; only the times stay, for they are what splits.
        let rewritten = Table(columns: [
            ("user", strings(isTest.indices.map { isTest[$0] ? "a\($0 % 7)" : users[$0] })),
            ("item", strings(isTest.indices.map { isTest[$0] ? "z\($0 % 5)" : items[$0] })),
            ("time", .timestamp(times)),
            ("event", strings(isTest.indices.map { isTest[$0] ? "purchase" : kinds[$0] })),
        ])
        // A few rows keep a known user and item, or the test part would be all cold.
        var kept = rewritten
        for (name, column) in [("user", users), ("item", items)] {
            guard case .string(let changed)? = kept[name] else { return }
            kept.set(name, to: strings(isTest.indices.map { $0 % 10 == 0 ? column[$0] : changed[$0] }))
        }
        #expect(try learnt(kept) == learnt(table))
    }
}
