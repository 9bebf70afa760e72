import FeaturesStage
import LinearAlgebra
import Modelling
import Pipeline
import Tables
import Testing

@Suite struct DatasetTests {
    private let dataset: JSON = [
        "kind": "interactions", "table": "events", "minimum_per_user": 2, "minimum_per_item": 2, "items": "goods",
        "weight": ["by": "event", "values": ["view": 1, "cart": 3, "purchase": 5], "half_life_days": 9],
    ]
    private static let splits: [JSON] = [
        ["by": "random", "test": 0.2, "validation": true], ["by": "leave_last_out", "count": 1, "validation": true],
        ["by": "leave_last_out", "count": 3], ["by": "temporal", "test": 0.3, "validation": true],
        ["by": "last_session"],
    ]
    private var tables: [String: Table] {
        [
            "events": randomEvents(150_000, users: 900, items: 300, seed: 4),
            "goods": Table(columns: [
                ("item", strings((0..<200).map { "i\($0)" })), ("isNew", .bool(ValueColumn((0..<200).map { $0 < 9 }))),
            ]),
        ]
    }

    @Test(arguments: splits) func `the dataset is the same at any thread count`(split: JSON) throws {
        let single = try Stage(dataset, split: split).run(tables, threads: 1)
        for threads in [2, 3, 5] {
            let several = try Stage(dataset, split: split).run(tables, threads: threads)
            #expect(several.dataset.archive() == single.dataset.archive())
            #expect(several.steps == single.steps)
        }
    }

    @Test func `a dataset comes back from its archive as it was`() throws {
        let stage = Stage(dataset, split: Self.splits[0])
        let archive = try stage.run(tables).dataset.archive()
        let restored = try stage.stage.restore(archive)
        #expect(restored.archive() == archive)
        #expect((restored as? InteractionDataset)?.training.byItem.rows == 300)
    }

    @Test func `names of events come back whatever characters they hold`() throws {
        let table = events("u a 1, u b 2, v b 1, v a 2").adding("event", strings(["", "a\nb", "a\nb", ""]))
        let stage = Stage(
            ["kind": "interactions", "table": "events", "weight": ["by": "event", "values": ["": 1, "a\nb": 2]]],
            split: ["by": "leave_last_out"])
        let dataset = try stage.run(["events": table]).dataset
        let restored = try InteractionDataset(archive: dataset.archive())
        #expect(restored.test == dataset.test)
        #expect(restored.test?.labelNames == ["", "a\nb"])
    }

    @Test func `accounts lead from the table's rows to the pairs`() throws {
        let outcome = try Stage(dataset, split: Self.splits[0]).run(tables)
        #expect(outcome.steps.map(\.step) == ["interactions", "split", "minimums", "aggregate", "side_table"])
        #expect(outcome.steps[0].rowsIn == 150_000)
        for (step, next) in zip(outcome.steps.prefix(4), outcome.steps.dropFirst().prefix(3)) {
            #expect(step.rowsOut == next.rowsIn)
        }
        #expect(outcome.steps[3].rowsOut == outcome.dataset.training.byUser.count)
    }

    @Test func `without the split all rows train`() throws {
        let table = events("u a 1 view, u b 2 cart, v a 3 purchase, v b 4 view")
        let stage = Stage(
            [
                "kind": "interactions", "table": "events",
                "weight": ["by": "event", "values": ["view": 1, "cart": 3, "purchase": 5]],
            ],
            split: ["by": "leave_last_out", "validation": false])
        let outcome = try stage.runUnsplit(["events": table])
        #expect(outcome.pairs == ["u a": 1, "u b": 3, "v a": 5, "v b": 1])
        #expect(outcome.dataset.test == nil && outcome.dataset.validation == nil)
        #expect(outcome.step("split") == nil)
    }

    @Test func `side tables are brought into the order of the ids`() throws {
        let people = Table(columns: [
            ("user", strings(["v", nil, "x", "u", "v"])), ("city", strings(["Rome", "Bern", "Oslo", nil, "Kyiv"])),
            ("age", .int64(ValueColumn([30, 31, 32, 33, 34]))),
        ])
        let settings: JSON = ["kind": "interactions", "table": "events", "users": "people"]
        let outcome = try Stage(settings).run(["events": events("w a, v a, u b"), "people": people])
        let aligned = try #require(outcome.dataset.userTable)
        #expect(aligned["user"] == strings(["u", "v", nil]))
        #expect(aligned["city"] == strings([nil, "Rome", nil]))
        #expect(aligned["age"] == .int64(ValueColumn([33, 30, nil])))
        #expect(outcome.dropped("side_table") == ["missing_id": 1, "unknown_to_training": 1, "duplicate_id": 1])
    }
}
