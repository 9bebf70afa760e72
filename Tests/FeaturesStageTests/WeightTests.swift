import Foundation
import Pipeline
import Tables
import Testing

@Suite struct WeightTests {
    private let kinds: JSON = ["view": 1, "cart": 3, "purchase": 5]

    @Test func `rows weigh what their event is worth, unnamed events are dropped and counted`() throws {
        let table = events("u1 a 0 view, u1 a 1 purchase, u1 b 2 cart, u2 a 3 refund, u2 b 4 view, u2 b 5 -")
        let stage = Stage(["kind": "interactions", "table": "events", "weight": ["by": "event", "values": kinds]])
        let outcome = try stage.run(["events": table])
        #expect(outcome.pairs == ["u1 a": 6, "u1 b": 3, "u2 b": 1])
        #expect(outcome.dropped("interactions") == ["no_weight": 2])
        #expect(outcome.dropped("aggregate") == ["aggregated": 1])
        #expect(outcome.step("aggregate")?.rowsOut == 3)
    }

    @Test func `without settings every row weighs 1`() throws {
        let outcome = try Stage(["kind": "interactions", "table": "events"]).run(["events": events("u a, u a, u b")])
        #expect(outcome.pairs == ["u a": 2, "u b": 1])
        #expect(outcome.dataset.training.feedback == .implicit)
    }

    @Test func `a numeric column multiplies the weight of the event`() throws {
        let table = events("u a 0 cart, u b 1 view, u c 2 view").adding("quantity", .int64(ValueColumn([2, 7, nil])))
        let weight: JSON = ["by": "event", "values": kinds, "column": "quantity"]
        let outcome = try Stage(["kind": "interactions", "table": "events", "weight": weight]).run(["events": table])
        #expect(outcome.pairs == ["u a": 6, "u b": 7])
        #expect(outcome.dropped("interactions") == ["no_weight": 1])
    }

    @Test func `weights of 0 and below are dropped and counted`() throws {
        let table = events("u a, u b, u c").adding("quantity", .float64(ValueColumn([0, -2, 0.5])))
        let outcome = try Stage(["kind": "interactions", "table": "events", "weight": ["column": "quantity"]])
            .run(["events": table])
        #expect(outcome.pairs == ["u c": 0.5])
        #expect(outcome.dropped("interactions") == ["non_positive_weight": 2])
    }

    @Test func `rows are transformed, then capped, then summed`() throws {
        let table = events("u a, u a, u b").adding("quantity", .int64(ValueColumn([7, 100, 3])))
        let weight: JSON = ["column": "quantity", "transform": "log1p", "cap": 4]
        let outcome = try Stage(["kind": "interactions", "table": "events", "weight": weight]).run(["events": table])
        // log 8 = 2.0794415417 stays, log 101 = 4.615… is capped at 4, log 4 = 1.3862943611 stays.
        #expect(abs(outcome.pairs["u a"]! - 6.0794415) < 1e-6)
        #expect(abs(outcome.pairs["u b"]! - 1.3862944) < 1e-6)
        #expect(outcome.step("interactions")?.changed == 1)
    }

    @Test func `decay halves with each half-life before the newest training row`() throws {
        // The newest row is u1's at day 50, which is held out; the newest that trains is u2's at day 20.
        let table = events("u1 a 0 view, u1 b 10 view, u2 a 20 purchase, u1 a 50 view, u2 a 30 view")
        let weight: JSON = ["by": "event", "values": kinds, "half_life_days": 10]
        let stage = Stage(
            ["kind": "interactions", "table": "events", "weight": weight], split: ["by": "leave_last_out"])
        let outcome = try stage.run(["events": table])
        #expect(outcome.pairs == ["u1 a": 0.25, "u1 b": 0.5, "u2 a": 5])
        #expect(outcome.test == ["u1 a 1.0 view", "u2 a 1.0 view"])
    }

    @Test func `decay counts from the newest row that the minimums leave`() throws {
        let table = events("u1 a 0, u1 b 10, u2 a 10, u2 b 0, u3 c 90")
        let settings: JSON = [
            "kind": "interactions", "table": "events", "weight": ["half_life_days": 10], "minimum_per_item": 2,
        ]
        let outcome = try Stage(settings).run(["events": table])
        #expect(outcome.pairs == ["u1 a": 0.5, "u1 b": 1, "u2 a": 1, "u2 b": 0.5])
    }

    @Test func `a weight decayed beyond single precision stays above 0`() throws {
        let table = events("u a 0, u b 9000")
        let outcome = try Stage(["kind": "interactions", "table": "events", "weight": ["half_life_days": 1]])
            .run(["events": table])
        #expect(outcome.pairs == ["u a": .leastNormalMagnitude, "u b": 1])
    }

    @Test(arguments: [("sum", Float(7)), ("max", 4), ("last", 2), ("count", 3)])
    func `a pair's rows become one value`(aggregate: String, expected: Float) throws {
        // In time order: 4, 1, 2; the 1 and the 2 are at the same time, so the later row of the input is the last.
        let table = events("u a 5 cart, u a 1 view, u a 5 hold")
        let weight: JSON = ["by": "event", "values": ["cart": 1, "view": 4, "hold": 2]]
        let settings: JSON = [
            "kind": "interactions", "table": "events", "weight": weight, "aggregate": .string(aggregate),
        ]
        #expect(try Stage(settings).run(["events": table]).pairs == ["u a": expected])
    }

    @Test func `without times the last row of the input is the last`() throws {
        let table = events("u a, u a").adding("quantity", .int64(ValueColumn([9, 2])))
        let settings: JSON = [
            "kind": "interactions", "table": "events", "weight": ["column": "quantity"], "aggregate": "last",
        ]
        #expect(try Stage(settings).run(["events": table]).pairs == ["u a": 2])
    }

    @Test func `a weight beyond single precision is an error that names the row`() throws {
        let table = events("u a, u b").adding("quantity", .float64(ValueColumn([1, 1e300])))
        let stage = Stage(["kind": "interactions", "table": "events", "weight": ["column": "quantity"]])
        let error = #expect(throws: DataError.self) { try stage.run(["events": table]) }
        #expect(error?.place == "features: table events, column quantity, row 2 of the cleaned table")
    }

    @Test func `weights that add up beyond single precision are an error`() throws {
        let table = events("u a, u a").adding("quantity", .float64(ValueColumn([3e38, 3e38])))
        let stage = Stage(["kind": "interactions", "table": "events", "weight": ["column": "quantity"]])
        #expect(throws: DataError.self) { try stage.run(["events": table]) }
    }
}
