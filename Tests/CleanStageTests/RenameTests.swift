import CleanStage
import Tables
import Testing

@Suite struct RenameTests {
    @Test func theColumnKeepsItsPlaceAndCells() throws {
        let (table, effect) = try apply(Rename.self, ["column": "user", "to": "customer"], to: shop)
        #expect(table.schema.names == ["customer", "quantity", "price", "gift", "time"])
        #expect(strings(table, "customer") == strings(shop, "user"))
        #expect(dropped(effect).isEmpty)
    }

    @Test func toItself() throws {
        #expect(try apply(Rename.self, ["column": "user", "to": "user"], to: shop).table == shop)
    }

    @Test func wrongNames() {
        #expect(
            problems(Rename.self, ["column": "usr", "to": "x"], shop.schema) == [
                "step.column: unknown column \"usr\"; did you mean \"user\"?"
            ])
        #expect(
            problems(Rename.self, ["column": "user", "to": "price"], shop.schema) == [
                "step.to: the table already has a column \"price\"; choose a free name"
            ])
    }
}
