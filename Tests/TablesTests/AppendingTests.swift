import Tables
import Testing

@Suite struct AppendingTests {
    @Test func rowsFollowEachOtherInEveryColumn() {
        let first = Table(columns: [
            ("user", .string(StringColumn(["b", nil, "d"]))), ("count", .int64(ValueColumn([1, 2, 3]))),
            ("price", .float64(ValueColumn([1.5, nil, 2]))), ("time", .timestamp(ValueColumn([10, 20, 30]))),
            ("is_new", .bool(ValueColumn([true, false, true]))),
        ])
        // Columns in another order, strings that stand before, between and among those of the first.
        let second = Table(columns: [
            ("is_new", .bool(ValueColumn([nil, false]))), ("time", .timestamp(ValueColumn([nil, 50]))),
            ("price", .float64(ValueColumn([4, 5]))), ("user", .string(StringColumn(["d", "a"]))),
            ("count", .int64(ValueColumn([4, 5]))),
        ])
        let both = Table(columns: [
            ("user", .string(StringColumn(["b", nil, "d", "d", "a"]))),
            ("count", .int64(ValueColumn([1, 2, 3, 4, 5]))),
            ("price", .float64(ValueColumn([1.5, nil, 2, 4, 5]))),
            ("time", .timestamp(ValueColumn([10, 20, 30, nil, 50]))),
            ("is_new", .bool(ValueColumn([true, false, true, nil, false]))),
        ])
        #expect(first.appending(second) == both)
    }

    @Test func nothingIsAddedByAnEmptyTable() {
        let table = Table(columns: [("user", .string(StringColumn(["b", "a"])))])
        let empty = Table(columns: [("user", .empty(.string))])
        #expect(table.appending(empty) == table && empty.appending(table) == table)
    }
}
