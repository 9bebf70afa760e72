import Expressions
import LinearAlgebra
import Tables
import Testing

@Suite struct ExpressionLimitTests {
    private func nested(_ open: String, _ core: String, _ close: String, _ count: Int) -> String {
        String(repeating: open, count: count) + core + String(repeating: close, count: count)
    }

    @Test(arguments: ["(", "not ", "- ", "lower("])
    func deepNestingIsRefused(_ open: String) {
        let close = open.hasSuffix("(") ? ")" : ""
        for count in [1_000, 9_000] {
            let found = problems(nested(open, "x", close, count))
            #expect(found.count == 1)
            #expect(found.first?.contains("nests deeper than 200 levels") == true)
        }
    }

    @Test func longSumsAreRefusedRatherThanOverflowTheStack() {
        let found = problems("1" + String(repeating: " + 1", count: 10_000) + " > 0")
        #expect(found.first?.contains("nests deeper than 200 levels") == true)
    }

    @Test func nestingWithinTheLimitIsEvaluated() throws {
        #expect(try truth(nested("(", "1 = 1", ")", 190)) == "T")
        #expect(try truth("1" + String(repeating: " + 1", count: 150) + " = 151") == "T")
        #expect(try truth(nested("not ", "true", "", 150)) == "T")
    }

    /// A chain of one junction is flat, however long.
    @Test func longJunctionsAreAccepted() throws {
        let text = (0..<3_000).map { "x = \($0)" }.joined(separator: " or ")
        let table = Table(columns: [("x", .int64(ValueColumn([2_999, 3_000])))])
        #expect(try truths(text, table) == "TF")
    }

    @Test func longTextIsRefused() {
        let found = problems("x = '" + String(repeating: "a", count: 70_000) + "'")
        #expect(found == ["1 the expression has 70006 characters; at most 65536 are read"])
    }

    /// Random runs of words, signs and characters: parsed and evaluated or refused, never a trap.
    @Test func randomTokenSoup() throws {
        let words = [
            "quantity", "price", "invoice", "country", "active", "time", "\"unit price\"", "nope", "and", "or", "not",
            "in", "matches", "is_missing", "starts_with", "contains", "lower", "length", "true", "false", "(", ")", ",",
            "=", "!=", "<", "<=", ">", ">=", "+", "-", "*", "/", "1", "0", "2.5", "9223372036854775807",
            "9223372036854775808", "1e308", "'C'", "'2011-12-01'", "'['", "'", "\"", "é", "\u{0}", "💡", ".", "..", "1e",
        ]
        var random = RandomSource(seed: 20_111_209)
        var evaluated = 0
        for _ in 0..<30_000 {
            let count = Int(random.next() % 12) + 1
            let text = (0..<count).map { _ in words[Int(random.next() % UInt64(words.count))] }.joined(separator: " ")
            guard let checked = try? RowExpression.parse(text).check(against: orders.schema) else { continue }
            #expect(try checked.evaluate(on: orders).count == orders.rowCount, "\(text)")
            evaluated += 1
        }
        #expect(evaluated > 100)
    }

    /// The same with well-formed conditions, so that evaluation of deep mixtures is reached.
    @Test func randomWellFormedConditions() throws {
        var random = RandomSource(seed: 7)
        func pick(_ choices: [String]) -> String { choices[Int(random.next() % UInt64(choices.count))] }
        func number(_ depth: Int) -> String {
            guard depth > 0 else {
                return pick(["quantity", "price", "\"unit price\"", "0", "-3", "2.5", "length(invoice)"])
            }
            return "(\(number(depth - 1)) \(pick(["+", "-", "*", "/"])) -\(number(depth - 1)))"
        }
        func condition(_ depth: Int) -> String {
            guard depth > 0 else {
                return pick([
                    "\(number(2)) \(pick(["=", "!=", "<", "<=", ">", ">="])) \(number(1))",
                    "invoice \(pick(["=", "<", ">="])) country", "active", "is_missing(\(number(2)))",
                    "time < '2011-12-01'", "lower(country) matches 'a'", "\(number(1)) in (1, 2.5, -0.0)",
                ])
            }
            return pick([
                "(\(condition(depth - 1)) and \(condition(depth - 1)))", "not \(condition(depth - 1))",
                "(\(condition(depth - 1)) or \(condition(depth - 1)))",
                "((\(condition(depth - 1))) = (\(condition(depth - 1))))", "is_missing(\(condition(depth - 1)))",
            ])
        }
        for _ in 0..<800 {
            let text = condition(3)
            let whole = try truths(text, orders)
            let isUnknown = String(whole.map { $0 == "?" ? "T" : "F" })
            let isItself = String(whole.map { $0 == "?" ? "?" : "T" })
            #expect(try truths("is_missing(\(text))", orders) == isUnknown, "\(text)")
            #expect(try truths("(\(text)) = (\(text))", orders) == isItself, "\(text)")
        }
    }
}
