import CleanStage
import Tables
import Testing

@Suite struct DropMissingTests {
    @Test func aRowCountsUnderTheFirstColumnItLacks() throws {
        let (table, effect) = try apply(DropMissing.self, ["columns": ["user", "quantity"]], to: shop)
        #expect(strings(table, "user") == ["ann", "ann", "cy"])
        // Row 5 lacks both and counts under user.
        #expect(dropped(effect) == ["missing_user 2", "missing_quantity 1"])
        #expect(effect.changed == nil)
    }

    @Test func theOrderOfTheColumnsDecides() throws {
        let (_, effect) = try apply(DropMissing.self, ["columns": ["quantity", "user"]], to: shop)
        #expect(dropped(effect) == ["missing_quantity 2", "missing_user 1"])
    }

    @Test func allColumnsByDefault() throws {
        let (table, effect) = try apply(DropMissing.self, [:], to: shop)
        #expect(strings(table, "user") == ["ann", "ann"])
        #expect(
            dropped(effect) == [
                "missing_user 2", "missing_quantity 1", "missing_price 0", "missing_gift 1", "missing_time 0",
            ])
    }

    @Test(arguments: [1, 2, 3, 7])
    func manyRows(threads: Int) throws {
        let count = 200_000
        let table = Table(columns: [
            ("a", .int64(ValueColumn((0..<count).map { $0 % 3 == 0 ? nil : Int64($0) }))),
            ("b", .string(StringColumn((0..<count).map { $0 % 5 == 0 ? nil : "s" }))),
        ])
        let (kept, effect) = try apply(DropMissing.self, ["columns": ["a", "b"]], to: table, threads: threads)
        let expected = (0..<Int64(count)).filter { $0 % 3 != 0 && $0 % 5 != 0 }
        #expect(integers(kept, "a") == expected)
        #expect(dropped(effect) == ["missing_a 66667", "missing_b 26666"])
    }

    @Test func wrongColumns() {
        #expect(
            problems(DropMissing.self, ["columns": ["usr", "price", "price"]], shop.schema) == [
                "step.columns.0: unknown column \"usr\"; did you mean \"user\"?",
                "step.columns.2: the column \"price\" is named twice; leave one out",
            ])
        #expect(problems(DropMissing.self, ["columns": []], shop.schema).count == 1)
    }
}
