import Expressions
import Tables
import Testing

@Suite struct ComparisonTests {
    private let comparisons = ["=", "!=", "<", "<=", ">", ">="]

    private func rows(_ left: Column, _ right: Column? = nil) -> Table {
        Table(columns: [("x", left)] + (right.map { [("y", $0)] } ?? []))
    }

    @Test func integersAtTheEdges() throws {
        let table = rows(.int64(ValueColumn([.min, .min + 1, 0, .max - 1, .max])))
        #expect(try truths("x < -9223372036854775808", table) == "FFFFF")
        #expect(try truths("x <= -9223372036854775808", table) == "TFFFF")
        #expect(try truths("x > 9223372036854775807", table) == "FFFFF")
        #expect(try truths("x >= 9223372036854775807", table) == "FFFFT")
        #expect(try truths("x = 9223372036854775806", table) == "FFFTF")
        #expect(try truths("x != 0", table) == "TTFTT")
    }

    @Test func integersWithFractions() throws {
        let table = rows(.int64(ValueColumn([-3, -2, 2, 3])))
        #expect(try truths("x < 2.5", table) == "TTTF")
        #expect(try truths("x <= 2.5", table) == "TTTF")
        #expect(try truths("x > -2.5", table) == "FTTT")
        #expect(try truths("x >= -2.5", table) == "FTTT")
        #expect(try truths("x = 2.5", table) == "FFFF")
        #expect(try truths("x != 2.5", table) == "TTTT")
        #expect(try truths("x = 2.0", table) == "FFTF")
        #expect(try truths("2.0 < x", table) == "FFFT")
        #expect(try truths("x < 1e300 and x > -1e300", table) == "TTTT")
    }

    /// 2^53 + 1 has no double: rounding it to 2^53 would make these wrong.
    @Test func integersAndDoublesBeyond53Bits() throws {
        let integers = rows(.int64(ValueColumn([9_007_199_254_740_992, 9_007_199_254_740_993, .max])))
        #expect(try truths("x = 9007199254740992.0", integers) == "TFF")
        #expect(try truths("x > 9007199254740992.0", integers) == "FTT")
        #expect(try truths("x < 9223372036854775808.0", integers) == "TTT")

        let doubles = rows(.float64(ValueColumn([9_007_199_254_740_992, 9_007_199_254_740_994])))
        #expect(try truths("x = 9007199254740993", doubles) == "FF")
        #expect(try truths("x < 9007199254740993", doubles) == "TF")
        #expect(try truths("x <= 9007199254740993", doubles) == "TF")
        #expect(try truths("x > 9007199254740993", doubles) == "FT")
        #expect(try truths("x >= 9007199254740993", doubles) == "FT")
        #expect(try truths("x != 9007199254740993", doubles) == "TT")
        #expect(try truths("x < 9223372036854775807", rows(.float64(ValueColumn([0x1p63, 0x1p62])))) == "FT")

        let both = rows(
            .int64(ValueColumn([9_007_199_254_740_993, .max, .min, 5, -5])),
            .float64(ValueColumn([9_007_199_254_740_992, 0x1p63, -0x1p63, 5.5, -5.5])))
        #expect(try truths("x = y", both) == "FFTFF")
        #expect(try truths("x > y", both) == "TFFFT")
        #expect(try truths("y > x", both) == "FTFTF")
        #expect(try truths("x <= y", both) == "FTTTF")
    }

    @Test func doubles() throws {
        let table = rows(.float64(ValueColumn([-1.5, -0.0, 0.0, 1e-300, 2])))
        #expect(try truths("x = 0", table) == "FTTFF")
        #expect(try truths("x < 0.0", table) == "TFFFF")
        #expect(try truths("x <= 0", table) == "TTTFF")
        #expect(try truths("x > 0", table) == "FFFTT")
        #expect(try truths("x >= -0.0", table) == "FTTTT")
        #expect(try truths("x in (2, -1.5, 7)", table) == "TFFFT")
        #expect(try truths("x in (0)", table) == "FTTFF")
    }

    @Test func membershipOfIntegers() throws {
        let table = rows(.int64(ValueColumn([1, 2, nil, -3])))
        #expect(try truths("x in (1, -3, 2.5)", table) == "TF?T")
        #expect(try truths("x in (2.0)", table) == "FT?F")
        #expect(try truths("x not in (2.5)", table) == "TT?T")
    }

    /// By UTF-8 bytes: upper case before lower case, é (C3 A9) after z.
    @Test func stringsWithConstants() throws {
        let table = rows(.string(StringColumn(["apple", "Zebra", "é", "", "it's"])))
        #expect(try truths("x < 'apple'", table) == "FTFTF")
        #expect(try truths("x <= 'apple'", table) == "TTFTF")
        #expect(try truths("x > 'z'", table) == "FFTFF")
        #expect(try truths("x >= 'b'", table) == "FFTFT")
        #expect(try truths("x < 'b'", table) == "TTFTF")
        #expect(try truths("x = ''", table) == "FFFTF")
        #expect(try truths("x = 'it''s'", table) == "FFFFT")
        #expect(try truths("x != 'none'", table) == "TTTTT")
        #expect(try truths("x = 'none'", table) == "FFFFF")
        #expect(try truths("'apple' = x", table) == "TFFFF")
        #expect(try truths("'b' > x", table) == "TTFTF")
    }

    /// Unicode calls the composed and the decomposed é equal; their bytes differ, and bytes decide.
    @Test func stringsAreTheirBytes() throws {
        let table = rows(.string(StringColumn(["caf\u{E9}", "cafe\u{301}"])))
        #expect(try truths("x = 'caf\u{E9}'", table) == "TF")
        #expect(try truth("'caf\u{E9}' = 'cafe\u{301}'") == "F")
    }

    @Test func stringsWithStrings() throws {
        let table = rows(
            .string(StringColumn(["a", "b", "c", nil, "d"])), .string(StringColumn(["b", "b", "B", "x", nil])))
        #expect(try truths("x = y", table) == "FTF??")
        #expect(try truths("x < y", table) == "TFF??")
        #expect(try truths("x >= y", table) == "FTT??")
        #expect(try truths("x != y", table) == "TFT??")
        #expect(try truths("lower(y) = x", table) == "FTF??")
        #expect(try truths("lower(y) < lower(x)", table) == "FFT??")
    }

    /// Every comparison of an integer column with another agrees with Swift's.
    @Test func columnsOfNumbers() throws {
        let left: [Int64?] = [1, 2, 3, nil, 0], right: [Int64?] = [2, 2, 2, 2, nil]
        let expected = ["=": "FTF??", "!=": "TFT??", "<": "TFF??", "<=": "TTF??", ">": "FFT??", ">=": "FTT??"]
        let integers = rows(.int64(ValueColumn(left)), .int64(ValueColumn(right)))
        let doubles = rows(.float64(ValueColumn(left.map { $0.map(Double.init) })), .int64(ValueColumn(right)))
        let timestamps = rows(.timestamp(ValueColumn(left)), .timestamp(ValueColumn(right)))
        for comparison in comparisons {
            for table in [integers, doubles, timestamps] {
                #expect(try truths("x \(comparison) y", table) == expected[comparison])
            }
        }
    }

    @Test func timestamps() throws {
        let noon: Int64 = 1_322_740_800_000_000  // 2011-12-01T12:00:00Z
        let table = rows(.timestamp(ValueColumn([noon - 1, noon, noon + 1, nil])))
        #expect(try truths("x = '2011-12-01T12:00:00Z'", table) == "FTF?")
        #expect(try truths("x < '2011-12-01 12:00'", table) == "TFF?")
        #expect(try truths("'2011-12-01T14:00:00+02:00' <= x", table) == "FTT?")
        #expect(try truths("x in ('2011-12-01T12:00:00.000001Z', '1999-01-01')", table) == "FFT?")
        #expect(try truths("x > '2011-12-01'", table) == "TTT?")
    }

    @Test func membershipOfConditions() throws {
        #expect(try truths("active in (true)", orders) == "TF?T")
        #expect(try truths("active in (true, false)", orders) == "TT?T")
    }
}
