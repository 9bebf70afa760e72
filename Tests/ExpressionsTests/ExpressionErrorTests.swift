import Expressions
import Tables
import Testing

/// Each expression with its problems: the column each starts at, and its message.
@Suite struct ExpressionErrorTests {
    @Test(arguments: [
        ("", "1 the expression is empty; expected a condition such as quantity > 0"),
        ("   ", "1 the expression is empty; expected a condition such as quantity > 0"),
        (
            "quantity >",
            "11 found the end of the expression, expected a column, a number, a 'string', a function or `(`"
        ),
        ("quantity > 0 price", "14 found `price`, expected an operator such as `and`, or the end of the expression"),
        ("(quantity > 0", "14 found the end of the expression, expected an operator or `)`"),
        ("quantity > 0)", "13 found `)`, expected an operator such as `and`, or the end of the expression"),
        ("quantity = 'a", "12 this string is never closed"),
        ("\"quantity > 1", "1 this column name is never closed"),
        ("quantity & 1", "10 unexpected character `&`; write `and`"),
        ("quantity > 0 ! 1", "14 unexpected character `!`; write `not`"),
        ("quantity = \u{2018}5\u{2019}", "12 unexpected character `\u{2018}`; write straight quotes"),
        ("quantity; 1", "9 unexpected character `;`"),
        ("quantity > 12ab", "12 `12ab` is not a number that can be used here; expected digits that fit 64 bits"),
        ("price > 1e400", "9 `1e400` is not a number that can be used here; expected a decimal number below 1.8e308"),
        ("price > 1.2.3", "9 `1.2.3` is not a number that can be used here; expected a decimal number below 1.8e308"),
        (
            "quantity < 9223372036854775808",
            "12 `9223372036854775808` is not a number that can be used here; "
                + "expected digits that fit 64 bits, or a decimal point"
        ),
        (
            "quantity < 99999999999999999999",
            "12 `99999999999999999999` is not a number that can be used here; expected digits that fit 64 bits"
        ),
        ("1 < quantity < 3", "14 comparisons do not chain; write a < b and b < c"),
        ("quantity in 1", "13 found `1`, expected `(` after `in`"),
        ("quantity in ()", "14 found `)`, expected a column, a number, a 'string', a function or `(`"),
        ("quantity in (1, 2", "18 found the end of the expression, expected `,` or `)`"),
        ("quantity = not active", "12 found `not`, expected a column, a number, a 'string', a function or `(`"),
        ("invoice is null", "9 found `is`, expected an operator; missing cells are found by is_missing(column)"),
        (
            "invoice like 'C%'",
            "9 found `like`, expected an operator; text is tested by starts_with, ends_with, contains and matches"
        ),
    ])
    func syntax(_ text: String, _ expected: String) {
        #expect(problems(text, orders.schema) == [expected])
    }

    @Test(arguments: [
        ("quantty > 0", ["1 no column is called `quantty`"]),
        ("sart_with(invoice, 'C')", ["1 no function is called `sart_with`"]),
        ("country = \"France\"", ["11 no column is called `France`; a string stands in single quotes: 'France'"]),
        ("country = null", ["11 no column is called `null`; missing cells are found by is_missing(column)"]),
        (
            "quantity > 'abc'",
            ["12 found `'abc'`, which is a string, expected a number to compare with a number"]
        ),
        (
            "quantity > '5'",
            [
                "12 found `'5'`, which is a string, expected a number to compare with a number; "
                    + "a number stands without quotes: 5"
            ]
        ),
        (
            "invoice = 536365",
            [
                "11 found `536365`, which is a number, expected a string to compare with a string; "
                    + "a string stands in single quotes: '536365'"
            ]
        ),
        ("quantity", ["1 found `quantity`, which is a number, expected a condition, such as a comparison"]),
        ("not invoice", ["5 found `invoice`, which is a string, expected a condition, such as a comparison"]),
        ("quantity + invoice > 1", ["12 found `invoice`, which is a string, expected a number"]),
        ("-invoice = 1", ["2 found `invoice`, which is a string, expected a number"]),
        ("active < true", ["1 found `<` between two conditions, expected `=` or `!=`"]),
        (
            "time > 5",
            ["8 found `5`, which is a number, expected a timestamp such as '2011-12-01' to compare with"]
        ),
        (
            "time > 'yesterday'",
            ["8 'yesterday' is not a timestamp; expected ISO 8601 such as '2011-12-01' or '2011-12-01T08:26:00Z'"]
        ),
        (
            "starts_with(invoice)",
            ["1 `starts_with` got 1 argument; it is used as starts_with(column, 'text')"]
        ),
        ("lower(quantity) = 'a'", ["7 found `quantity`, which is a number, expected a string"]),
        (
            "contains(invoice, country)",
            ["19 found `country`, which is a string, expected a 'string' written out, not taken from a column"]
        ),
        (
            "quantity in (1, price)",
            ["17 found `price`, which is a number, expected a value written out, not taken from a column"]
        ),
        ("quantity in (1, 'b')", ["17 found `'b'`, which is a string, expected a number like the value before `in`"]),
    ])
    func types(_ text: String, _ expected: [String]) {
        #expect(problems(text, orders.schema) == expected)
    }

    @Test func everyProblemIsReported() {
        let found = problems("quantty > 0 and invoice > 1 or lowr(country) = 'x' and time in ('a', 'b')", orders.schema)
        #expect(found.map { $0.prefix(while: { $0 != " " }) } == ["1", "27", "32", "65", "70"])
    }

    @Test func aWrongPatternIsFoundWhenChecked() {
        #expect(problems("matches(invoice, '[')", orders.schema).first?.hasPrefix("18 '[' is not a regular") == true)
        #expect(problems("matches('a', lower('('))", orders.schema).first?.hasPrefix("14 '(' is not a regular") == true)
    }

    @Test func unknownNamesCarryWhatIsKnown() throws {
        #expect(throws: ExpressionError.self) { try RowExpression.parse("quantty > 0").check(against: orders.schema) }
        do {
            _ = try RowExpression.parse("quantty > 0").check(against: orders.schema)
        } catch {
            #expect(error.problems[0].unknownName?.found == "quantty")
            #expect(error.problems[0].unknownName?.known == orders.schema.names)
            #expect(error.description == "column 1: no column is called `quantty`")
        }
    }

    /// Columns count Unicode scalars, whatever their length in bytes.
    @Test func positionsCountScalars() {
        #expect(problems("country = 'Österreich' and nope", orders.schema).first?.hasPrefix("28 ") == true)
    }

    @Test func columnNamesInOrderOfMention() throws {
        let expression = try RowExpression.parse("price > 1 and (quantity in (1, 2) or not price < \"unit price\")")
        #expect(expression.columnNames == ["price", "quantity", "unit price"])
        #expect(try expression.check(against: orders.schema).columnNames == ["price", "quantity", "unit price"])
    }
}
