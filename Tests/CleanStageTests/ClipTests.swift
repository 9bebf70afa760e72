import CleanStage
import Pipeline
import Tables
import Testing

@Suite struct ClipTests {
    @Test func bothEnds() throws {
        let (table, effect) = try apply(Clip.self, ["column": "quantity", "min": 2, "max": 10], to: shop)
        #expect(integers(table, "quantity") == [2, 2, nil, 2, 10, nil])
        #expect(effect.changed == 3)
        #expect(dropped(effect).isEmpty)
    }

    @Test func oneEnd() throws {
        let (low, effect) = try apply(Clip.self, ["column": "price", "min": 0.5], to: shop)
        #expect(doubles(low, "price") == [1.5, nil, 3, 1.5, 0.5, 0.5])
        #expect(effect.changed == 2)
        let (high, _) = try apply(Clip.self, ["column": "price", "max": 0], to: shop)
        #expect(doubles(high, "price") == [0, nil, 0, 0, -2.25, 0])
    }

    /// A missing cell stays as it is stored, so that equal columns have equal storage.
    @Test func missingCellsKeepZero() throws {
        let (table, _) = try apply(Clip.self, ["column": "quantity", "min": 5], to: shop)
        #expect(table["quantity"] == .int64(ValueColumn([5, 5, nil, 5, 40, nil])))
    }

    @Test func largeIntegersKeepAllDigits() throws {
        let table = Table(columns: [("x", .int64(ValueColumn([.max, 0])))])
        let (clipped, _) = try apply(Clip.self, ["column": "x", "max": 9_007_199_254_740_993], to: table)
        #expect(integers(clipped, "x") == [9_007_199_254_740_993, 0])
    }

    @Test func wrongSettings() {
        #expect(
            problems(Clip.self, ["column": "quantity"], shop.schema) == [
                "step: neither \"min\" nor \"max\" is given; give at least one"
            ])
        #expect(
            problems(Clip.self, ["column": "quantity", "min": 3, "max": 2], shop.schema) == [
                "step.min: min is above max; exchange them"
            ])
        #expect(
            problems(Clip.self, ["column": "quantity", "max": 2.5], shop.schema) == [
                "step.max: expected a whole number, because \"quantity\" is int64"
            ])
        #expect(
            problems(Clip.self, ["column": "user", "min": 1], shop.schema) == [
                "step.column: the column \"user\" is string, expected int64 or float64; cast it before"
            ])
    }
}
