import CleanStage
import Pipeline
import Tables
import Testing

@Suite struct FilterTests {
    @Test func unknownDropsTheRow() throws {
        let (table, effect) = try apply(Filter.self, ["keep_where": "quantity >= 2 or gift"], to: shop)
        #expect(integers(table, "quantity") == [1, 2, 1, 40, nil])
        #expect(dropped(effect) == ["filtered 1"])
        #expect(effect.changed == nil)
    }

    @Test func everythingAndNothing() throws {
        #expect(dropped(try apply(Filter.self, ["keep_where": "true"], to: shop).effect) == ["filtered 0"])
        #expect(dropped(try apply(Filter.self, ["keep_where": "false"], to: shop).effect) == ["filtered 6"])
    }

    /// Problems say where in the expression, where in the file, and what was meant.
    @Test func problemsWithTheExpression() {
        #expect(
            problems(Filter.self, ["keep_where": "quantity > 0 and usr = 'ann' and price > 'a'"], shop.schema) == [
                "step.keep_where: at character 18 of the expression: no column is called `usr`; "
                    + "did you mean \"user\"?",
                "step.keep_where: at character 42 of the expression: found `'a'`, which is a string, "
                    + "expected a number to compare with a number",
            ])
        #expect(
            problems(Filter.self, ["keep_where": "quantity >"], shop.schema).first?
                .hasPrefix("step.keep_where: at character 11 of the expression: found the end") == true)
        #expect(problems(Filter.self, [:], shop.schema).count == 1)
        #expect(problems(Filter.self, ["keep_where": 5], shop.schema).count == 1)
    }

    /// The place in the file is that of the name itself, also after characters that JSON escapes.
    @Test func theFilePositionIsThatOfTheName() throws {
        let text = #"{ "keep_where": "\"quantity\" > 0 and nope = 1" }"#
        let diagnostics = Diagnostics()
        let node = try #require(JSONParser.parse(Array(text.utf8), path: "p.json", diagnostics: diagnostics))
        let settings = SettingsReader(node, address: "", catalog: ComponentCatalog(), diagnostics: diagnostics)
        var schema = shop.schema
        Filter(from: settings).check(&schema, at: settings.site)
        let column = text.unicodeScalars.distance(
            from: text.startIndex, to: try #require(text.range(of: "nope")).lowerBound)
        #expect(diagnostics.problems.map(\.origin) == [.file(path: "p.json", line: 1, column: column + 1)])
    }
}
