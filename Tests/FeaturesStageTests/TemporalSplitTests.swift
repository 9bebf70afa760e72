import Pipeline
import Tables
import Testing

@Suite struct TemporalSplitTests {
    private let dataset: JSON = ["kind": "interactions", "table": "events"]
    /// One user and one item at days 0 … 9, then a second row at day 9: held-out rows show as values below.
    private let table = events((0...9).map { "u a \($0)" } + ["u a 9"])
        .adding("quantity", .int64(ValueColumn((1...11).map { $0 })))

    private func run(_ split: JSON, asOf: Int64? = nil) throws -> Outcome {
        let weighted: JSON = ["kind": "interactions", "table": "events", "weight": ["column": "quantity"]]
        return try Stage(weighted, split: split).run(["events": table], asOf: asOf)
    }

    @Test func `rows at or after a date are held out`() throws {
        let outcome = try run(["by": "temporal", "date": "1970-01-08"])
        #expect(outcome.dataset.test?.values == [8, 9, 10, 11])
        #expect(outcome.pairs == ["u a": 28])
    }

    @Test func `the validation part reaches as far back as the test part does forward`() throws {
        // Test: days 8 and 9, so 1 day and the instant past it; validation: day 7 and a microsecond of day 6 at most.
        let outcome = try run(["by": "temporal", "date": "1970-01-09T00:00:00Z", "validation": true])
        #expect(outcome.dataset.test?.values == [9, 10, 11])
        #expect(outcome.dataset.validation?.values == [8])
        #expect(outcome.pairs == ["u a": 28])
    }

    @Test func `a run's instant long after the data does not stretch the validation part`() throws {
        let outcome = try run(["by": "temporal", "date": "1970-01-09", "validation": true], asOf: day(5_000))
        #expect(outcome.dataset.validation?.values == [8])
    }

    @Test func `last days count back from the run's instant`() throws {
        let outcome = try run(["by": "temporal", "last_days": 3, "validation": true], asOf: day(10))
        #expect(outcome.dataset.test?.values == [8, 9, 10, 11])
        #expect(outcome.dataset.validation?.values == [5, 6, 7])
        #expect(outcome.pairs == ["u a": 10])
    }

    @Test func `without an instant last days count back from just past the newest row`() throws {
        let outcome = try run(["by": "temporal", "last_days": 3])
        #expect(outcome.dataset.test?.values == [8, 9, 10, 11])
    }

    @Test func `a share takes the newest rows, of equal times the later of the input`() throws {
        // round(0.1 · 11) = 1: of the two rows at day 9 the later. Then round(0.1 · 10) = 1: the other one.
        let outcome = try run(["by": "temporal", "test": 0.1, "validation": true])
        #expect(outcome.dataset.test?.values == [11])
        #expect(outcome.dataset.validation?.values == [10])
    }

    @Test func `a share counts rows whatever their order and sign`() throws {
        let scattered = events("u a 7, u a -3, u a 20000, u a 0, u a 7, u a 7, u a -90, u a 12")
            .adding("quantity", .int64(ValueColumn((1...8).map { $0 })))
        let weighted: JSON = ["kind": "interactions", "table": "events", "weight": ["column": "quantity"]]
        let outcome = try Stage(weighted, split: ["by": "temporal", "test": 0.5]).run(["events": scattered])
        // Newest first: row 3 (day 20000), 8 (12), then of the three at day 7 the rows 6 and 5.
        #expect(outcome.dataset.test?.values == [3, 5, 6, 8])
    }

    @Test func `exactly one way to cut is stated`() {
        func problems(_ split: JSON) -> [String] {
            Stage(dataset, split: split).problems(["events": table.schema])
        }
        #expect(
            problems(["by": "temporal"]) == [
                "test: features.split: expected one of `date`, `test` and `last_days`, found none"
            ])
        #expect(
            problems(["by": "temporal", "test": 0.1, "last_days": 3]) == [
                "test: features.split: expected one of `date`, `test` and `last_days`, found test, last_days"
            ])
        #expect(
            problems(["by": "temporal", "date": "2024-13-01"]) == [
                "test: features.split.date: expected a date or an instant, found \"2024-13-01\"; "
                    + "such as 2024-05-01 or 2024-05-01T12:00:00Z"
            ])
    }

    @Test func `a part without rows is an error`() throws {
        let error = #expect(throws: DataError.self) { try run(["by": "temporal", "date": "1971-01-01"]) }
        #expect(error?.found == "no row in the test part")
        let all = #expect(throws: DataError.self) { try run(["by": "temporal", "date": "1969-01-01"]) }
        #expect(all?.found == "no row in the training part")
    }
}
