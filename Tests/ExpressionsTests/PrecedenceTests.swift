import Expressions
import Testing

/// What binds tighter than what, shown by expressions whose other reading has the other value.
@Suite struct PrecedenceTests {
    @Test(arguments: [
        // `or` is loosest: (true) or (false and false).
        ("true or false and false", "T"),
        ("(true or false) and false", "F"),
        // `not` binds looser than a comparison and tighter than `and`.
        ("not 1 = 2", "T"),
        ("not true and false", "F"),
        ("not (true and false)", "T"),
        ("not false or true", "T"),
        ("not not true", "T"),
        // Products before sums before comparisons; equal ones from the left.
        ("1 + 2 * 3 = 7", "T"),
        ("(1 + 2) * 3 = 9", "T"),
        ("10 - 4 - 3 = 3", "T"),
        ("100 / 10 / 5 = 2", "T"),
        ("8 / 4 * 2 = 4", "T"),
        ("-2 * 3 = -6", "T"),
        ("2 - -3 = 5", "T"),
        ("- -4 = 4", "T"),
        ("-(1 + 2) = -3", "T"),
        ("1 < 2 = true", ""),
        ("(1 < 2) = true", "T"),
        ("true = (2 < 1)", "F"),
        ("3 in (1 + 1, 3) and true", ""),
        ("3 in (2, 3) and 4 not in (2, 3)", "T"),
        ("not 3 in (2, 3)", "F"),
        ("1 = 1 and 2 = 2 and 3 = 4 or 5 = 5", "T"),
    ])
    func reading(_ text: String, _ expected: String) throws {
        if expected.isEmpty {
            #expect(!problems(text).isEmpty)
        } else {
            #expect(try truth(text) == expected)
        }
    }

    @Test func spellings() throws {
        #expect(try truth("1 == 1 AND 1 <> 2 And Not 1 != 1") == "T")
        #expect(try truth("  1\n=\t1  ") == "T")
        #expect(try truth("1e1 = 10.0 and .5 = 0.5 and 5. = 5") == "T")
        let expected = "3 `1and` is not a number that can be used here; expected digits that fit 64 bits"
        #expect(problems("1=1and 2=2") == [expected])
    }
}
