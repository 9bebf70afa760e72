import Expressions
import LinearAlgebra
import Tables

/// One letter per row: `T` true, `F` false, `?` unknown. Unknown is what neither the condition nor its negation keeps.
func truths(_ text: String, _ table: Table, threads: Int = 1) throws -> String {
    let accepted = try kept(text, table, threads: threads)
    let refused = try kept("not (\(text))", table, threads: threads)
    return String(zip(accepted, refused).map { $0 ? "T" : $1 ? "F" : "?" })
}

func kept(_ text: String, _ table: Table, threads: Int = 1) throws -> [Bool] {
    try RowExpression.parse(text).check(against: table.schema)
        .evaluate(on: table, pool: WorkerPool(threadCount: threads))
}

/// The truth of an expression without columns.
func truth(_ text: String) throws -> String {
    try truths(text, Table(columns: [("any", .int64(ValueColumn([0])))]))
}

/// `column message` of each problem found when parsing, else when checking.
func problems(_ text: String, _ schema: TableSchema = TableSchema()) -> [String] {
    do {
        _ = try RowExpression.parse(text).check(against: schema)
        return []
    } catch {
        return error.problems.map { "\($0.column) \($0.message)" }
    }
}

/// Four orders with a missing cell in every column.
let orders = Table(columns: [
    ("quantity", .int64(ValueColumn([6, -1, nil, 0]))),
    ("price", .float64(ValueColumn([2.5, nil, 0.0, 10.0]))),
    ("invoice", .string(StringColumn(["536365", "C536379", "A1", nil]))),
    ("country", .string(StringColumn(["France", nil, "EIRE", "France"]))),
    ("active", .bool(ValueColumn([true, false, nil, true]))),
    ("time", .timestamp(ValueColumn([1_322_697_600_000_000, nil, 1_322_697_599_999_999, 0]))),
    ("unit price", .float64(ValueColumn([1.0, 2.0, 3.0, nil]))),
])
