import Pipeline
import Tables
import Testing

@Suite struct RowTests {
    @Test func `rows that cannot be interactions are counted under the first reason that holds`() throws {
        let table = events("- a 1, u - 1, - - -, u a -, u a 5, u a 4")
        let settings: JSON = ["kind": "interactions", "table": "events", "weight": ["half_life_days": 1]]
        let outcome = try Stage(settings).run(["events": table], asOf: day(5))
        #expect(outcome.step("interactions")?.rowsIn == 6)
        #expect(outcome.step("interactions")?.rowsOut == 1)
        #expect(
            outcome.dropped("interactions")
                == ["missing_user": 2, "missing_item": 1, "missing_time": 1, "after_as_of": 1])
    }

    @Test func `a row without a time stays where no time is needed`() throws {
        let outcome = try Stage(["kind": "interactions", "table": "events"]).run(["events": events("u a -, u b 1")])
        #expect(outcome.pairs == ["u a": 1, "u b": 1])
    }

    @Test func `a split by time needs times`() throws {
        let stage = Stage(["kind": "interactions", "table": "events"], split: ["by": "leave_last_out"])
        let outcome = try stage.run(["events": events("u a 1, u b 2, u a -, v b 1, v a 3")])
        #expect(outcome.dropped("interactions") == ["missing_time": 1])
        #expect(outcome.dropped("split") == ["held_out_test": 2])
    }

    @Test func `ids sort by their bytes and strings no row uses get no row`() throws {
        let table = events("Ä z, b Z, a é, B z, gone z")
        var kept = table
        kept.keepRows([true, true, true, true, false])
        let outcome = try Stage(["kind": "interactions", "table": "events"]).run(["events": kept])
        #expect(outcome.dataset.training.users.strings == ["B", "a", "b", "Ä"])
        #expect(outcome.dataset.training.items.strings == ["Z", "z", "é"])
    }

    @Test func `whole numbers are ids in decimal, sorted as text`() throws {
        let table = Table(columns: [
            ("user", .int64(ValueColumn([10, 9, nil, -1]))), ("item", .int64(ValueColumn([5, 5, 5, 40]))),
        ])
        let outcome = try Stage(["kind": "interactions", "table": "events"]).run(["events": table])
        #expect(outcome.dataset.training.users.strings == ["-1", "10", "9"])
        #expect(outcome.pairs == ["10 5": 1, "9 5": 1, "-1 40": 1])
        #expect(outcome.dropped("interactions") == ["missing_user": 1])
    }

    @Test func `both orientations hold the same entries`() throws {
        let outcome = try Stage(["kind": "interactions", "table": "events"])
            .run(["events": randomEvents(3_000, users: 70, items: 40, seed: 5)])
        #expect(outcome.dataset.training.byItem == outcome.dataset.training.byUser.transposed())
    }

    @Test func `one user and one item are a dataset`() throws {
        let outcome = try Stage(["kind": "interactions", "table": "events"]).run(["events": events("u a")])
        #expect(outcome.pairs == ["u a": 1])
    }

    @Test func `a table that leaves no interaction is an error that says why`() throws {
        let stage = Stage([
            "kind": "interactions", "table": "events", "weight": ["by": "event", "values": ["buy": 1]],
        ])
        let error = #expect(throws: DataError.self) { try stage.run(["events": events("u a 1 view, - a 1 buy")]) }
        #expect(error?.found == "no interaction in 2 rows (1 missing_user, 1 no_weight)")
        #expect(throws: DataError.self) {
            try Stage(["kind": "interactions", "table": "events"])
                .run(["events": Table(columns: [("user", .empty(.string)), ("item", .empty(.string))])])
        }
    }
}
