import Pipeline
import Tables
import Testing

@Suite struct RatingTests {
    private let table = events("u a 3, u a 1, v a 1, v b 2, v c 3")
        .adding("rating", .float64(ValueColumn([4.5, 2, 0, -1, nil])))

    @Test func `the latest rating of a pair counts, and 0 is a rating`() throws {
        let outcome = try Stage(["kind": "interactions", "table": "events", "rating": "rating"]).run(["events": table])
        #expect(outcome.dataset.training.feedback == .explicit)
        #expect(outcome.pairs == ["u a": 4.5, "v a": 0, "v b": -1])
        #expect(outcome.dropped("interactions") == ["missing_rating": 1])
    }

    @Test func `held-out rows carry their rating`() throws {
        let rated = events("u a 0, u b 1, v b 0, v a 1").adding("rating", .int64(ValueColumn([1, 2, 3, 4])))
        let outcome = try Stage(
            ["kind": "interactions", "table": "events", "rating": "rating"], split: ["by": "leave_last_out"]
        ).run(["events": rated])
        #expect(outcome.test == ["u b 2.0", "v a 4.0"])
    }

    @Test func `ratings cannot be summed or weighted`() {
        let settings: JSON = [
            "kind": "interactions", "table": "events", "rating": "rating", "aggregate": "sum", "weight": ["cap": 2],
        ]
        let problems = Stage(settings).problems(["events": table.schema])
        #expect(
            problems == [
                "test: features.dataset.weight: ratings have no weight; leave out `weight` or `rating`",
                "test: features.dataset.aggregate: ratings of a pair can't be aggregated by sum; one of: last, max",
            ])
    }
}
