import LinearAlgebra
import Pipeline
import Tables
import Testing

/// Whether what a model was trained on yesterday is held out today, split by split: the rows themselves tell.
@Suite struct RowHashesTests {
    private let dataset: JSON = ["kind": "interactions", "table": "events"]
    /// Many rows at the same time, and equal rows.
    private let table = randomEvents(4_000, users: 60, items: 30, seed: 12)

    private func hashes(_ table: Table, split: JSON, asOf: Int64) throws -> RowHashes {
        let stage = Stage(dataset, split: split)
        let built = try stage.stage.run(
            ["events": table], keepingRowHashes: true, in: context(seed: 8, asOf: asOf, threads: 2))
        return try #require(built.rowHashes)
    }

    static let safeSplits: [JSON] = [
        ["by": "random", "test": 0.2, "validation": true],
        ["by": "leave_last_out", "count": 1, "validation": true],
        ["by": "leave_last_out", "count": 3],
        ["by": "last_session", "validation": true],
        ["by": "temporal", "last_days": 4, "validation": true],
        ["by": "temporal", "test": 0.1, "validation": true],
        ["by": "temporal", "date": "1970-01-21"],
    ]

    @Test(arguments: safeSplits)
    func `data that only grew gives nothing away`(_ split: JSON) throws {
        for today in [31, 35, 40] {
            let yesterday = try hashes(table, split: split, asOf: day(Double(today - 1)))
            let exposed = try hashes(table, split: split, asOf: day(Double(today))).exposedCount(by: yesterday.trained)
            #expect(exposed == 0, "day \(today)")
        }
    }

    /// The validation part before a fixed date reaches as far back as the test part reaches on.
    @Test func `a fixed date with validation takes rows back from training`() throws {
        let split: JSON = ["by": "temporal", "date": "1970-01-21", "validation": true]
        let yesterday = try hashes(table, split: split, asOf: day(30))
        #expect(try hashes(table, split: split, asOf: day(31)).exposedCount(by: yesterday.trained) > 0)
    }

    /// Without the newest rows those before them are held out, which were trained on; a random split asks the row alone.
    @Test func `data that shrank is noticed`() throws {
        let days = (0..<table.rowCount).map { row -> Int64 in
            guard case .timestamp(let times)? = table["time"] else { return 0 }
            return times.values[row]
        }
        var shrunk = table
        shrunk.keepRows(days.map { $0 < day(36) })
        for split: JSON in [["by": "leave_last_out"], ["by": "last_session"], ["by": "temporal", "test": 0.2]] {
            let yesterday = try hashes(table, split: split, asOf: day(40))
            #expect(try hashes(shrunk, split: split, asOf: day(41)).exposedCount(by: yesterday.trained) > 0)
        }
        let random: JSON = ["by": "random", "test": 0.2]
        let yesterday = try hashes(table, split: random, asOf: day(40))
        #expect(try hashes(shrunk, split: random, asOf: day(41)).exposedCount(by: yesterday.trained) == 0)
    }

    /// A random split asks the whole row: with other prices it holds out others, which yesterday trained on.
    @Test func `mended rows are known again`() throws {
        func priced(_ factor: Double) -> Table {
            var priced = table
            priced.set(
                "price",
                to: .float64(ValueColumn(values: (0..<table.rowCount).map { factor * Double($0 % 97) }, validity: nil)))
            return priced
        }
        let random: JSON = ["by": "random", "test": 0.2]
        let yesterday = try hashes(priced(1), split: random, asOf: day(40))
        #expect(try hashes(priced(1), split: random, asOf: day(41)).exposedCount(by: yesterday.trained) == 0)
        #expect(try hashes(priced(1.2), split: random, asOf: day(41)).exposedCount(by: yesterday.trained) > 100)
    }

    @Test func `each kept row is in one part`() throws {
        let parts = try hashes(table, split: ["by": "random", "test": 0.2, "validation": true], asOf: day(40))
        #expect(parts.trained.count + parts.heldOut.count == table.rowCount)
    }

    @Test func `nothing is kept unless asked for`() throws {
        let stage = Stage(dataset, split: ["by": "leave_last_out"])
        let built = try stage.stage.run(["events": table], in: context(seed: 8, asOf: nil, threads: 1))
        #expect(built.rowHashes == nil)
    }
}
