import CleanStage
import Pipeline
import Tables
import Testing

@Suite struct MapValuesTests {
    @Test func unnamedValuesStay() throws {
        let (table, effect) = try apply(
            MapValues.self, ["column": "user", "values": ["ann": "anna", "bob": nil, "zoe": "z"]], to: shop)
        #expect(strings(table, "user") == ["anna", nil, nil, "anna", "cy", nil])
        #expect(effect.changed == 3)
        #expect(dropped(effect).isEmpty)
    }

    @Test func unnamedValuesBecomeTheDefault() throws {
        let settings: JSON = ["column": "user", "values": ["ann": "ann"], "default": "other"]
        let (table, effect) = try apply(MapValues.self, settings, to: shop)
        #expect(strings(table, "user") == ["ann", nil, "other", "ann", "other", nil])
        #expect(effect.changed == 2)
    }

    @Test func aNullDefaultIsMissing() throws {
        let settings: JSON = ["column": "user", "values": ["ann": "a"], "default": nil]
        let (table, effect) = try apply(MapValues.self, settings, to: shop)
        #expect(strings(table, "user") == ["a", nil, nil, "a", nil, nil])
        #expect(effect.changed == 4)
    }

    /// A stored result must not be reused where only the default differs.
    @Test func theDefaultIsPartOfTheSettings() {
        func effective(_ json: JSON) -> JSON {
            let (settings, _) = reader(json)
            _ = MapValues(from: settings)
            return settings.effectiveSettings
        }
        let absent = effective(["column": "user", "values": ["ann": "a"]])
        let missing = effective(["column": "user", "values": ["ann": "a"], "default": nil])
        let text = effective(["column": "user", "values": ["ann": "a"], "default": "null"])
        #expect(absent != missing)
        #expect(missing != text)
    }

    @Test func numbersAndFlags() throws {
        let quantity: JSON = ["column": "quantity", "values": ["1": 10, "40.0": nil], "default": 0]
        let (counted, counts) = try apply(MapValues.self, quantity, to: shop)
        #expect(integers(counted, "quantity") == [10, 0, nil, 10, nil, nil])
        #expect(counts.changed == 4)
        let price: JSON = ["column": "price", "values": ["1.5": 1.5, "-2.25": 2.25, "0": nil]]
        let (priced, effect) = try apply(MapValues.self, price, to: shop)
        #expect(doubles(priced, "price") == [1.5, nil, 3, 1.5, 2.25, nil])
        #expect(effect.changed == 2)
        let gift: JSON = ["column": "gift", "values": ["true": false], "default": nil]
        #expect(flags(try apply(MapValues.self, gift, to: shop).table, "gift") == [false, nil, nil, false, nil, false])
    }

    /// Composed and decomposed spellings are two strings.
    @Test func stringsAreTheirBytes() throws {
        let table = Table(columns: [("x", .string(StringColumn(["\u{E9}", "e\u{301}"])))])
        let (mapped, effect) = try apply(MapValues.self, ["column": "x", "values": ["\u{E9}": "e"]], to: table)
        #expect(strings(mapped, "x")[0]?.unicodeScalars.count == 1)
        #expect(strings(mapped, "x")[1]?.unicodeScalars.count == 2)
        #expect(effect.changed == 1)
    }

    @Test func wrongSettings() {
        #expect(
            problems(MapValues.self, ["column": "quantity", "values": ["a": 1, "1": "x", "2": true]], shop.schema) == [
                "step.values.a: expected a whole number, because the column is int64, found \"a\"",
                "step.values.1: expected a whole number, because the column is int64, found \"x\"",
                "step.values.2: expected a whole number, because the column is int64, found true",
            ])
        #expect(
            problems(MapValues.self, ["column": "user", "values": ["ann": 1]], shop.schema) == [
                "step.values.ann: expected a string, because the column is string, found 1"
            ])
        #expect(
            problems(MapValues.self, ["column": "quantity", "values": ["1": 1, "1.0": 2]], shop.schema) == [
                "step.values.1.0: the value 1 is named twice; leave one out"
            ])
        #expect(problems(MapValues.self, ["column": "user", "values": [:]], shop.schema).count == 1)
        #expect(problems(MapValues.self, ["column": "time", "values": ["1": 1]], shop.schema).count == 1)
        #expect(problems(MapValues.self, ["column": "user", "values": ["a": ["b"]]], shop.schema).count == 1)
    }
}
