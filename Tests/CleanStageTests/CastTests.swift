import CleanStage
import Pipeline
import Tables
import Testing

@Suite struct CastTests {
    private func cast(_ column: Column, to type: String) throws -> (table: Table, effect: StepEffect) {
        try apply(Cast.self, ["column": "x", "type": .string(type)], to: Table(columns: [("x", column)]))
    }

    private func texts(_ texts: String?...) -> Column { .string(StringColumn(texts)) }

    @Test func textToIntegers() throws {
        let column = texts("17850", "17850.0", "1e3", "-5", nil, "1.5", " 1", "", "0x1p3")
        let (table, effect) = try cast(column, to: "int64")
        #expect(integers(table, "x") == [17_850, 17_850, 1_000, -5, nil])
        #expect(dropped(effect) == ["uncastable_x 4"])
        #expect(effect.changed == 4)
    }

    @Test func textToFloats() throws {
        let (table, effect) = try cast(texts("1.25", "-3", nil, "nan", "inf", "1e999", "one"), to: "float64")
        #expect(doubles(table, "x") == [1.25, -3, nil])
        #expect(dropped(effect) == ["uncastable_x 4"])
    }

    @Test func textToFlagsAndInstants() throws {
        let (flagged, effect) = try cast(texts("true", "FALSE", "1", "0", nil, "yes"), to: "bool")
        #expect(flags(flagged, "x") == [true, false, true, false, nil])
        #expect(dropped(effect) == ["uncastable_x 1"])
        let (timed, _) = try cast(texts("1970-01-01T00:00:01Z", nil, "soon"), to: "timestamp")
        #expect(integers(timed, "x") == [1_000_000, nil])
    }

    @Test func toText() throws {
        func spelled(_ column: Column) throws -> [String?] { strings(try cast(column, to: "string").table, "x") }
        #expect(try spelled(.int64(ValueColumn([3, nil, -1, 3, 10]))) == ["3", nil, "-1", "3", "10"])
        let floats: [Double?] = [17_850, 0.5, nil, -0.0, 1e300]
        #expect(try spelled(.float64(ValueColumn(floats))) == ["17850", "0.5", nil, "0", "1e+300"])
        #expect(try spelled(.bool(ValueColumn([true, nil, false]))) == ["true", nil, "false"])
        #expect(try spelled(.timestamp(ValueColumn([0, nil]))) == ["1970-01-01T00:00:00Z", nil])
    }

    @Test func betweenNumbers() throws {
        let (whole, effect) = try cast(.float64(ValueColumn([2, 2.5, nil, 1e19, -3])), to: "int64")
        #expect(integers(whole, "x") == [2, nil, -3])
        #expect(dropped(effect) == ["uncastable_x 2"])
        #expect(doubles(try cast(.int64(ValueColumn([2, nil])), to: "float64").table, "x") == [2, nil])
        #expect(flags(try cast(.int64(ValueColumn([1, 0, 2])), to: "bool").table, "x") == [true, false])
        #expect(integers(try cast(.bool(ValueColumn([true, false])), to: "int64").table, "x") == [1, 0])
        #expect(doubles(try cast(.bool(ValueColumn([true])), to: "float64").table, "x") == [1])
    }

    @Test func instants() throws {
        let seconds = Column.int64(ValueColumn([2, .max, nil]))
        #expect(integers(try cast(seconds, to: "timestamp").table, "x") == [2_000_000, nil])
        #expect(integers(try cast(.float64(ValueColumn([0.5, 1e300])), to: "timestamp").table, "x") == [500_000])
        #expect(integers(try cast(.timestamp(ValueColumn([1_500_000, -1])), to: "int64").table, "x") == [1, -1])
        #expect(doubles(try cast(.timestamp(ValueColumn([1_500_000])), to: "float64").table, "x") == [1.5])
    }

    @Test func toTheSameTypeChangesNothing() throws {
        let (table, effect) = try apply(Cast.self, ["column": "user", "type": "string"], to: shop)
        #expect(table == shop)
        #expect(effect.changed == 0)
    }

    /// The other columns lose the same rows.
    @Test func droppedRowsAreDroppedEverywhere() throws {
        let (table, effect) = try apply(Cast.self, ["column": "price", "type": "int64"], to: shop)
        #expect(integers(table, "price") == [nil, 3, 0])
        #expect(strings(table, "user") == [nil, "bob", nil])
        #expect(dropped(effect) == ["uncastable_price 3"])
        #expect(effect.changed == 2)
    }

    @Test func wrongSettings() {
        #expect(
            problems(Cast.self, ["column": "gift", "type": "timestamp"], shop.schema) == [
                "step.type: the column \"gift\" is bool, which has no meaning as timestamp"
            ])
        #expect(problems(Cast.self, ["column": "gift", "type": "date"], shop.schema).count == 1)
    }
}
