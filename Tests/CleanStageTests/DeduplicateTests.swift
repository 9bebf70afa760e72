import CleanStage
import LinearAlgebra
import Pipeline
import Tables
import Testing

@Suite struct DeduplicateTests {
    @Test func allColumnsByDefault() throws {
        let (table, effect) = try apply(Deduplicate.self, [:], to: shop)
        #expect(strings(table, "user") == ["ann", nil, "bob", "cy", nil])
        #expect(dropped(effect) == ["duplicate 1"])
        #expect(effect.changed == nil)
    }

    @Test func firstOrLastOfEqualRowsStays() throws {
        let table = Table(columns: [
            ("key", .string(StringColumn(["a", "b", "a", nil, "a", nil, "b"]))),
            ("row", .int64(ValueColumn([0, 1, 2, 3, 4, 5, 6]))),
        ])
        let first = try apply(Deduplicate.self, ["keys": ["key"]], to: table)
        #expect(integers(first.table, "row") == [0, 1, 3])
        #expect(dropped(first.effect) == ["duplicate 4"])
        let last = try apply(Deduplicate.self, ["keys": ["key"], "keep": "last"], to: table)
        #expect(integers(last.table, "row") == [4, 5, 6])
    }

    @Test func missingEqualsMissingAndNoValue() throws {
        let table = Table(columns: [
            ("number", .int64(ValueColumn([0, nil, 0, nil]))), ("text", .string(StringColumn(["", "", nil, nil]))),
        ])
        #expect(try apply(Deduplicate.self, [:], to: table).table.rowCount == 4)
        #expect(try apply(Deduplicate.self, ["keys": ["number"]], to: table).table.rowCount == 2)
        #expect(try apply(Deduplicate.self, ["keys": ["text"]], to: table).table.rowCount == 2)
    }

    /// Numbers are compared as numbers.
    @Test func bothZeroesAreOne() throws {
        let table = Table(columns: [("x", .float64(ValueColumn([0.0, -0.0, 1e-300, 0.0])))])
        #expect(doubles(try apply(Deduplicate.self, [:], to: table).table, "x") == [0, 1e-300])
    }

    @Test func tablesWithoutRowsOrWithOne() throws {
        let none = Table(columns: [("x", .int64(ValueColumn([])))])
        #expect(dropped(try apply(Deduplicate.self, [:], to: none).effect) == ["duplicate 0"])
        let one = Table(columns: [("x", .int64(ValueColumn([nil])))])
        #expect(try apply(Deduplicate.self, [:], to: one).table.rowCount == 1)
    }

    /// A table of small domains, so that many rows are equal, with missing cells in every column.
    private func randomTable(_ count: Int, domain: UInt64, seed: UInt64) -> Table {
        var random = RandomSource(seed: seed)
        func cells<Value>(_ make: (UInt64) -> Value) -> [Value?] {
            (0..<count).map { _ in
                let bits = random.next()
                return bits % 7 == 0 ? nil : make(bits >> 8 % domain)
            }
        }
        return Table(columns: [
            ("string", .string(StringColumn(cells { "s\($0)" }))), ("int64", .int64(ValueColumn(cells { Int64($0) }))),
            ("float64", .float64(ValueColumn(cells { Double($0) / 4 }))),
            ("bool", .bool(ValueColumn(cells { $0 % 2 == 0 }))),
            ("time", .timestamp(ValueColumn(cells { -Int64($0) }))),
        ])
    }

    /// The slow twin: a set of whole rows.
    private func keptRows(_ table: Table, keepLast: Bool) -> [Int] {
        var seen: Set<[UInt64?]> = []
        let rows = 0..<table.rowCount
        let order = keepLast ? Array(rows.reversed()) : Array(rows)
        return order.filter { row in seen.insert(table.columns.map { word($0, row) }).inserted }.sorted()
    }

    /// A word that is equal where two cells of a column are; nil where the cell is missing.
    private func word(_ column: Column, _ row: Int) -> UInt64? {
        switch column {
        case .string(let column): column.codes[row] < 0 ? nil : UInt64(column.codes[row])
        case .int64(let column), .timestamp(let column): column[row].map { UInt64(bitPattern: $0) }
        case .float64(let column): column[row]?.bitPattern
        case .bool(let column): column[row].map { $0 ? 1 : 0 }
        }
    }

    @Test(arguments: [(100, 3, 1), (5_000, 4, 2), (40_000, 9, 3), (300_000, 12, 4)] as [(Int, UInt64, UInt64)])
    func agreesWithASetOfRows(count: Int, domain: UInt64, seed: UInt64) throws {
        let random = randomTable(count, domain: domain, seed: seed)
        var numbered = random
        numbered.set("row", to: .int64(ValueColumn((0..<count).map { Int64($0) })))
        for keep in ["first", "last"] {
            let expected = keptRows(random, keepLast: keep == "last").map { Int64($0) }
            let settings: JSON = ["keep": .string(keep), "keys": .array(random.schema.names.map { .string($0) })]
            for threads in [1, 2, 3, 7] {
                let (table, _) = try apply(Deduplicate.self, settings, to: numbered, threads: threads)
                #expect(integers(table, "row") == expected, "\(count) rows, seed \(seed), \(threads) threads")
            }
        }
    }

    /// Every row equal: one partition takes them all. No row equal: every partition's table grows.
    @Test func extremes() throws {
        let count = 500_000
        let same = Table(columns: [("x", .int64(ValueColumn([Int64?](repeating: 7, count: count))))])
        #expect(try apply(Deduplicate.self, [:], to: same).table.rowCount == 1)
        let distinct = Table(columns: [("x", .int64(ValueColumn((0..<count).map { Int64($0) << 20 })))])
        #expect(try apply(Deduplicate.self, [:], to: distinct).table.rowCount == count)
    }

    @Test func wrongSettings() {
        #expect(
            problems(Deduplicate.self, ["keys": ["users"], "keep": "first"], shop.schema) == [
                "step.keys.0: unknown column \"users\"; did you mean \"user\"?"
            ])
        #expect(problems(Deduplicate.self, ["keep": "newest"], shop.schema).count == 1)
        #expect(problems(Deduplicate.self, ["keys": []], shop.schema).count == 1)
    }
}
