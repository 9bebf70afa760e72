import Benchmarking
import Testing

struct RecordComparisonTests {
    private func verdict(now: [Double], earlier: [Double]) -> RecordComparison.Verdict? {
        RecordComparison(.making([.seconds("a", now)]), with: .making([.seconds("a", earlier)]))["a"]?.verdict
    }

    /// Worse or better needs ranges apart, and medians more than 5 % apart.
    @Test func verdictNeedsRangesApartAndMedians() {
        #expect(verdict(now: [1.2, 1.3, 1.25], earlier: [1.0, 1.1, 1.05]) == .worse)
        #expect(verdict(now: [1.0, 1.1, 1.05], earlier: [1.2, 1.3, 1.25]) == .better)
        #expect(verdict(now: [1.05, 1.3, 1.25], earlier: [1.0, 1.1, 1.05]) == .unchanged)
        #expect(verdict(now: [1.041, 1.042], earlier: [1.0, 1.001]) == .unchanged)
        #expect(verdict(now: [1.1], earlier: [1.0]) == .worse)
    }

    @Test func ratesGetWorseDownwards() {
        let comparison = RecordComparison(
            .making([.rate("r", [100, 110])]), with: .making([.rate("r", [150, 160])]))
        #expect(comparison["r"]?.verdict == .worse)
        #expect(comparison["r"]?.advantage == 105.0 / 155.0)
        #expect(comparison.names(.worse) == ["r"])
    }

    @Test func rowsWithoutACounterpartAreNamed() {
        let now = BenchmarkRecord.making([.seconds("a", [1]), .seconds("b", [1]), .seconds("empty", [])])
        let comparison = RecordComparison(now, with: .making([.seconds("a", [1]), .seconds("gone", [1])]))
        #expect(comparison.changes.map(\.description.name) == ["a"])
        #expect(comparison.onlyNow == ["b"])
    }

    /// Seconds can't be held against users per second.
    @Test func otherUnitIsNoCounterpart() {
        let comparison = RecordComparison(.making([.seconds("a", [1])]), with: .making([.rate("a", [1])]))
        #expect(comparison.changes.isEmpty)
        #expect(comparison.onlyNow == ["a"])
    }

    @Test func otherMachineAndDataAreToldOf() {
        let now = BenchmarkRecord.making([], processor: "new", threads: 4, data: ["events.csv": 2])
        let earlier = BenchmarkRecord.making([], processor: "old", threads: 2, data: ["events.csv": 1])
        #expect(
            RecordComparison(now, with: earlier).differences == [
                "processor: new, earlier old", "threads: 4, earlier 2", "bytes of events.csv: 2, earlier 1",
            ])
        #expect(RecordComparison(now, with: now).differences.isEmpty)
    }

    @Test func statementNamesWhatGotWorse() {
        let earlier = BenchmarkRecord.making([.seconds("slow", [1]), .seconds("fast", [1]), .seconds("same", [1])])
        let now = BenchmarkRecord.making([.seconds("slow", [2]), .seconds("fast", [0.5]), .seconds("same", [1])])
        let statement = RecordComparison(now, with: earlier).statement(earlierPath: "old.json")
        #expect(
            statement == """
                WORSE than old.json beyond the spread: slow (1.00 → 2.00 s).
                Better than old.json beyond the spread: fast (1.00 → 0.500 s).
                Within the spread: 1 of 3 rows.

                """)
    }
}

struct RowFilterTests {
    @Test func patternsAndNames() {
        let filter = RowFilter("als-cg-*, sgd-16")
        #expect(filter.matches("als-cg-64") && filter.matches("sgd-16"))
        #expect(!filter.matches("sgd-64") && !filter.matches("scale-als-cg-64"))
        #expect(RowFilter("").matches("anything"))
    }

    @Test func patternWithoutARowIsAMistake() throws {
        try RowFilter("sgd-*").check(against: ["sgd-16"])
        #expect(throws: BenchmarkError.unknownRow(pattern: "sdg-*", rows: ["sgd-16"])) {
            try RowFilter("sgd-16,sdg-*").check(against: ["sgd-16"])
        }
    }
}

struct ResultTableTests {
    @Test(arguments: [
        (0.04123, "0.0412"), (0.5, "0.500"), (1.9549, "1.95"), (12.34, "12.3"), (643.2, "643"), (15_900, "15,900"),
        (1_234_567, "1,234,567"), (0, "0.00"), (.nan, "–"),
    ])
    func figuresHaveThreeDigits(number: Double, text: String) {
        #expect(ResultTable.figure(number) == text)
    }

    @Test func tableShowsPeerRatioAndChange() {
        var row = BenchmarkRow.seconds("als", [0.5, 0.25, 0.75], facts: ["rmse": 0.875])
        row.peer = ("implicit 0.7.3", Observation(samples: [1.5], facts: ["rmse": 0.9]))
        let record = BenchmarkRecord.making([row])
        let comparison = RecordComparison(record, with: .making([.seconds("als", [2])]))
        let lines = ResultTable(record, comparison: comparison).text.split(separator: "\n").map(String.init)
        #expect(lines.count == 2)
        let cells = lines[1].split(separator: " ", omittingEmptySubsequences: true).joined(separator: " ")
        #expect(
            cells
                == "als s 0.500 0.250–0.750 3 implicit 0.7.3 1.50 1.50–1.50 3.00× 2.00 4.00× better rmse 0.875 (peer 0.9)"
        )
    }
}
