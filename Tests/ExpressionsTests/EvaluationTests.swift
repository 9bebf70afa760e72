import Expressions
import LinearAlgebra
import Tables
import Testing

/// Many rows, so that blocks, chunks and threads meet, against a loop over the rows.
@Suite struct EvaluationTests {
    private struct Row {
        let quantity: Int64?
        let price: Double?
        let invoice: String?
    }

    private func rows(_ count: Int) -> [Row] {
        var random = RandomSource(seed: 42)
        return (0..<count).map { _ in
            let bits = random.next()
            return Row(
                quantity: bits % 11 == 0 ? nil : Int64(bits >> 8 & 0xFF) - 100,
                price: bits % 13 == 0 ? nil : Double(bits >> 16 & 0xFF) / 4 - 10,
                invoice: bits % 17 == 0 ? nil : (bits >> 24 & 7 == 0 ? "C" : "") + String(bits >> 32 & 0x3F))
        }
    }

    private func table(_ rows: [Row]) -> Table {
        Table(columns: [
            ("quantity", .int64(ValueColumn(rows.map(\.quantity)))),
            ("price", .float64(ValueColumn(rows.map(\.price)))),
            ("invoice", .string(StringColumn(rows.map(\.invoice)))),
        ])
    }

    @Test(arguments: [1, 2, 3, 7])
    func agreesWithALoopOverRows(threads: Int) throws {
        for count in [0, 1, 63, 64, 65, 4_095, 4_096, 4_097, 65_536, 140_001] {
            let rows = rows(count)
            let expected = rows.map { row -> Bool in
                guard let quantity = row.quantity, quantity > 0 else { return false }
                guard let invoice = row.invoice, !invoice.hasPrefix("C") else { return false }
                return row.price.map { Double(quantity) * $0 >= 100 || $0 < 0 } ?? false
            }
            let text = "quantity > 0 and not starts_with(invoice, 'C') and (quantity * price >= 100 or price < 0)"
            #expect(try kept(text, table(rows), threads: threads) == expected, "\(count) rows")
        }
    }

    @Test func dictionariesMayHoldStringsNoRowUses() throws {
        var table = Table(columns: [("x", .string(StringColumn(["a", "b", "c", "b"])))])
        table.keepRows([false, true, false, true])
        #expect(try truths("x = 'a'", table) == "FF")
        #expect(try truths("x > 'a'", table) == "TT")
        #expect(try truths("x matches '[ab]'", table) == "TT")
    }

    @Test func manyDistinctStrings() throws {
        let table = Table(columns: [("x", .string(StringColumn((0..<5_000).map { "id-\($0)" })))])
        for threads in [1, 3] {
            #expect(try kept("ends_with(x, '7')", table, threads: threads).count(where: \.self) == 500)
            #expect(try kept("x < 'id-2'", table, threads: threads).count(where: \.self) == 1_112)
        }
    }

    @Test func cancellationEndsTheEvaluation() throws {
        let table = table(rows(100))
        let predicate = try RowExpression.parse("quantity > 0").check(against: table.schema)
        #expect(throws: CancellationError.self) {
            try predicate.evaluate(on: table, pool: WorkerPool(threadCount: 1, isCancelled: { true }))
        }
    }
}
