import FeaturesStage
import LinearAlgebra
import Pipeline
import Tables
import Testing

@Suite struct RandomSplitTests {
    /// Rows that all differ: `count` of them, from a number on.
    private func table(_ numbers: [Int]) -> Table {
        Table(columns: [
            ("user", strings(numbers.map { "u\($0 % 97)" })), ("item", strings(numbers.map { "i\($0 % 89)" })),
            ("time", .timestamp(ValueColumn(values: numbers.map { day(Double($0)) }))),
            ("price", .float64(ValueColumn(numbers.map { $0 % 5 == 0 ? nil : Double($0) / 4 }))),
        ])
    }

    private func rule(_ test: Double) -> RandomSplit {
        let settings = node(.object([.init("test", .double(test))]))
        return RandomSplit(
            from: SettingsReader(settings, address: "split", catalog: catalog, diagnostics: Diagnostics()))
    }

    /// The numbers of the rows held out.
    private func heldOut(
        _ numbers: [Int], share: Double = 0.2, seed: UInt64 = 7, round: Int = 0, threads: Int = 2,
        of table: Table? = nil
    ) throws -> Set<Int> {
        let rows = SplitRows(
            table: table ?? self.table(numbers), eligible: numbers.map { _ in true }, userCodes: numbers.map { _ in 0 },
            userCount: 1, timeColumn: nil, times: nil, asOf: nil, seed: seed, round: round,
            pool: WorkerPool(threadCount: threads))
        let held = try rule(share).heldOut(of: rows)
        return Set(zip(numbers, held).filter(\.1).map(\.0))
    }

    @Test func `old rows keep their part when rows are added and all are sorted anew`() throws {
        let old = try heldOut(Array(0..<4_000))
        // The new rows come first and in between, and bring users and items that move all codes.
        let grown = try heldOut(Array((0..<6_000).reversed()))
        #expect(grown.filter { $0 < 4_000 } == old)
        #expect(grown.count > old.count)
    }

    @Test func `the order of the columns does not matter, their cells do`() throws {
        let numbers = Array(0..<1_000)
        let plain = table(numbers)
        let turned = Table(columns: plain.schema.names.reversed().map { ($0, plain[$0]!) })
        #expect(try heldOut(numbers, of: turned) == heldOut(numbers))
        let changed = plain.adding("price", .float64(ValueColumn(numbers.map { Double($0) })))
        #expect(try heldOut(numbers, of: changed) != heldOut(numbers))
    }

    @Test(arguments: [0.01, 0.2, 0.9]) func `the share is met within four standard deviations`(share: Double) throws {
        let count = 20_000
        let held = try heldOut(Array(0..<count), share: share)
        let deviation = (share * (1 - share) * Double(count)).squareRoot()
        #expect(abs(Double(held.count) - share * Double(count)) < 4 * deviation)
    }

    @Test func `seeds and rounds draw independently`() throws {
        let numbers = Array(0..<20_000)
        let first = try heldOut(numbers)
        for other in [try heldOut(numbers, round: 1), try heldOut(numbers, seed: 8)] {
            // Two independent draws of a fifth share a twenty-fifth: 800 of 20,000, standard deviation 27.7.
            #expect(abs(first.intersection(other).count - 800) < 111)
        }
    }

    @Test func `rows equal in every column go together`() throws {
        let numbers = (0..<500).flatMap { [$0, $0 + 500, $0] }
        let rows = SplitRows(
            table: table(numbers), eligible: numbers.map { _ in true }, userCodes: numbers.map { _ in 0 }, userCount: 1,
            timeColumn: nil, times: nil, asOf: nil, seed: 7, round: 0, pool: .serial)
        let held = try rule(0.5).heldOut(of: rows)
        for start in stride(from: 0, to: numbers.count, by: 3) { #expect(held[start] == held[start + 2]) }
    }

    @Test func `the validation part is drawn among the rows left`() throws {
        let table = randomEvents(8_000, users: 50, items: 40, seed: 2)
        let outcome = try Stage(
            ["kind": "interactions", "table": "events"], split: ["by": "random", "test": 0.25, "validation": true]
        ).run(["events": table])
        let held = outcome.dropped("split")
        #expect(abs(held["held_out_test"]! - 2_000) < 300)
        #expect(abs(held["held_out_validation"]! - 1_500) < 300)
        #expect(outcome.step("split")!.rowsOut == 8_000 - held["held_out_test"]! - held["held_out_validation"]!)
    }
}
