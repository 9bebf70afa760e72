import Expressions
import Tables
import Testing

@Suite struct ArithmeticTests {
    private let table = Table(columns: [
        ("i", .int64(ValueColumn([7, -7, 0, nil, .max]))),
        ("j", .int64(ValueColumn([2, 2, 2, 2, 2]))),
        ("f", .float64(ValueColumn([0.5, nil, 0, 4, 1e308]))),
    ])

    @Test func integersStayExact() throws {
        #expect(try truths("i + j = 9", table) == "TFF??")
        #expect(try truths("i - j = -9", table) == "FTF?F")
        #expect(try truths("i - 1 = 9223372036854775806", table) == "FFF?T")
        #expect(try truths("-i = 7", table) == "FTF?F")
    }

    @Test func overflowIsMissing() throws {
        #expect(try truths("is_missing(i + 1)", table) == "FFFTT")
        #expect(try truths("is_missing(i * j)", table) == "FFFTT")
        #expect(try truths("is_missing(-i - 2)", table) == "FFFTT")
        let least = Table(columns: [("i", .int64(ValueColumn([.min, 0])))])
        #expect(try truths("is_missing(-i)", least) == "TF")
    }

    @Test func quotientsAreFloats() throws {
        #expect(try truths("i / j = 3.5", table) == "TFF?F")
        #expect(try truths("i / 2 = 3", table) == "FFF?F")
        #expect(try truths("f / 2 = 2", table) == "F?FTF")
    }

    @Test func divisionByZeroIsMissing() throws {
        #expect(try truths("is_missing(1 / i)", table) == "FFTTF")
        #expect(try truths("is_missing(j / f)", table) == "FTTFF")
        #expect(try truths("f / 0 > 1", table) == "?????")
    }

    @Test func floatOverflowIsMissing() throws {
        #expect(try truths("is_missing(f * 10)", table) == "FTFFT")
        #expect(try truths("f * 10 >= 0", table) == "T?TT?")
    }

    @Test func mixedOperandsAreFloats() throws {
        #expect(try truths("i * f = 3.5", table) == "T?F??")
        #expect(try truths("f + i > 7.25", table) == "T?F?T")
    }
}
