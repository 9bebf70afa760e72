import Expressions
import Tables
import Testing

@Suite struct FunctionTests {
    private let texts = Table(columns: [
        ("x", .string(StringColumn(["Cat", "concat", "", nil, "ÀB\u{301}", "line\nend"])))
    ])

    @Test func startsEndsContains() throws {
        #expect(try truths("starts_with(x, 'C')", texts) == "TFF?FF")
        #expect(try truths("ends_with(x, 'cat')", texts) == "FTF?FF")
        #expect(try truths("contains(x, 'ca')", texts) == "FTF?FF")
        #expect(try truths("starts_with(x, '')", texts) == "TTT?TT")
        #expect(try truths("ends_with(x, '')", texts) == "TTT?TT")
        #expect(try truths("contains(x, '')", texts) == "TTT?TT")
        #expect(try truths("starts_with(x, 'concatenate')", texts) == "FFF?FF")
        #expect(try truths("ends_with(x, 'À')", texts) == "FFF?FF")
    }

    @Test func lower() throws {
        #expect(try truths("lower(x) = 'cat'", texts) == "TFF?FF")
        #expect(try truths("starts_with(lower(x), 'c')", texts) == "TTF?FF")
        #expect(try truths("lower(x) = 'àb\u{301}'", texts) == "FFF?TF")
        #expect(try truths("lower(x) in ('cat', 'concat')", texts) == "TTF?FF")
        #expect(try truths("lower(lower(x)) >= 'd'", texts) == "FFF?TT")
        #expect(try truth("lower('ABC') = 'abc'") == "T")
    }

    /// Counted in Unicode scalars: À is one, B with its combining accent two.
    @Test func length() throws {
        #expect(try truths("length(x) = 3", texts) == "TFF?TF")
        #expect(try truths("length(x) = 0", texts) == "FFT?FF")
        #expect(try truths("length(x) + 1 > 8", texts) == "FFF?FT")
        #expect(try truths("is_missing(length(x))", texts) == "FFFTFF")
        #expect(try truth("length('À') = 1") == "T")
    }

    /// The pattern is searched for; anchors bind it to the ends.
    @Test func matches() throws {
        #expect(try truths("matches(x, 'cat')", texts) == "FTF?FF")
        #expect(try truths("matches(x, '^[Cc]')", texts) == "TTF?FF")
        #expect(try truths("x matches '^.at$'", texts) == "TFF?FF")
        #expect(try truths("x not matches 'a'", texts) == "FFT?TT")
        #expect(try truths("matches(x, '^$')", texts) == "FFT?FF")
        #expect(try truths("x matches '(?i)CAT'", texts) == "TTF?FF")
        #expect(try truths("lower(x) matches '^cat$'", texts) == "TFF?FF")
        #expect(try truths("x matches '\\s'", texts) == "FFF?FT")
        #expect(try truth("'abc' matches '[0-9]'") == "F")
    }

    @Test func functionNamesAreKeywordsOnlyBeforeAParenthesis() throws {
        let table = Table(columns: [
            ("length", .int64(ValueColumn([1, 2]))), ("matches", .string(StringColumn(["a", "b"]))),
            ("in", .int64(ValueColumn([1, 1]))),
        ])
        #expect(try truths("length = 2", table) == "FT")
        #expect(try truths("matches matches 'a'", table) == "TF")
        #expect(try truths("\"in\" = length", table) == "TF")
    }

    @Test func quotedColumnNames() throws {
        #expect(try truths("\"unit price\" >= 2", orders) == "FTT?")
        let table = Table(columns: [("a\"b", .int64(ValueColumn([1])))])
        #expect(try truths("\"a\"\"b\" = 1", table) == "T")
    }
}
