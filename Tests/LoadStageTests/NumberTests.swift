import Foundation
import LinearAlgebra
import LoadStage
import Tables
import Testing

struct NumberTests {
    @Test
    func integersUpToTheirLimits() throws {
        let cells = [
            "0", "-0", "+7", "12345678", "123456789", " 42 ", "\"17\"", "-9223372036854775808", "9223372036854775807",
            "00000000000000000000000000000001",
        ]
        let (column, loaded) = try TextReading().cells(cells, as: .int64(integral: false))
        #expect(loaded.rejections.total == 0)
        #expect(column == .int64(ValueColumn(values: [0, 0, 7, 12_345_678, 123_456_789, 42, 17, .min, .max, 1])))
    }

    @Test
    func textThatIsNoIntegerRejectsItsRow() throws {
        let cells = [
            "x", "1.0", "1e3", "--1", "+", "1 2", "0x10", "12345678x", "1234567x", "\"\"", "\"1\"2", "1_000", "９",
        ]
        let (column, loaded) = try TextReading().cells(cells, as: .int64(integral: false))
        #expect(column.count == 0)
        #expect(loaded.rowsRead == cells.count)
        #expect(loaded.rejections[.badValue, column: "x"] == cells.count - 1)
        #expect(loaded.rejections[.malformedQuote, column: "x"] == 1)
        #expect(loaded.rejectedRows.map(\.line) == Array(2...(cells.count + 1)))
    }

    @Test
    func integersBeyondTheirLimitsAreOutOfRange() throws {
        let cells = ["9223372036854775808", "-9223372036854775809", "99999999999999999999999", "18446744073709551617"]
        let (_, loaded) = try TextReading().cells(cells, as: .int64(integral: false))
        #expect(loaded.rejections[.outOfRange, column: "x"] == cells.count)
    }

    @Test
    func wholeNumbersInOtherSpellings() throws {
        let cells = ["17850.0", "5.", "1e3", "1.5e1", "-2.50e1", "120e-1", "0.0e99", "7"]
        let (column, loaded) = try TextReading().cells(cells, as: .int64(integral: true))
        #expect(loaded.rejections.total == 0)
        #expect(column == .int64(ValueColumn(values: [17_850, 5, 1_000, 15, -25, 12, 0, 7])))

        let broken = try TextReading().cells(
            ["1.5", "1e-1", "1e400", "1e19", "abc", ".", "1e"], as: .int64(integral: true))
        #expect(broken.loaded.rejections[.notIntegral, column: "x"] == 3)
        #expect(broken.loaded.rejections[.outOfRange, column: "x"] == 1)
        #expect(broken.loaded.rejections[.badValue, column: "x"] == 3)
    }

    @Test
    func integralIdsKeepWhatIsNoNumber() throws {
        let cells = ["17850.0", "17850", "C17850", "007", "007.0", "-3.00", "1e2", "", "17850.50", "-0.0"]
        let (column, loaded) = try TextReading().cells(cells, as: .string(integral: true))
        #expect(loaded.rejections[.notIntegral, column: "x"] == 1)
        guard case .string(let strings) = column else { return }
        #expect(
            (0..<strings.count).map { strings[$0] } == [
                "17850", "17850", "C17850", "007", "007", "-3", "100", nil, "0",
            ])
        #expect(strings.dictionary.strings == ["-3", "0", "007", "100", "17850", "C17850"])
    }

    @Test
    func decimalsAreTheNearestDoubles() throws {
        let seed: UInt64 = 31
        var random = RandomSource(seed: seed)
        var cells = [
            "0", "-0.0", "1", ".5", "5.", "1e22", "1e23", "9007199254740993", "0.1", "1.7976931348623157e308", "5e-324",
            "2.4703282292062327e-324", "123456789012345678901234567890", "0.000000000000000000000000000000000001",
            "4.9406564584124654e-324", "8.41e21", "9.109e-31", "+2.50", "1E5", "1e-999", "0e999999999",
            "9007199254740992.5", "179769313486231570000000000000000000000e270",
        ]
        for _ in 0..<20_000 {
            let digits = String(random.next() >> (random.next() % 64))
            let place = Int(random.next() % UInt64(digits.count + 1))
            let exponent = random.next() % 3 == 0 ? "e\(Int(random.next() % 600) - 300)" : ""
            cells.append("\(digits.prefix(place)).\(digits.dropFirst(place))\(exponent)")
        }
        for _ in 0..<5_000 {
            let value = Double(bitPattern: random.next())
            if value.isFinite { cells.append("\(value)") }
        }
        cells = cells.filter { Double($0)?.isFinite == true }
        let (column, loaded) = try TextReading().cells(cells, as: .float64)
        #expect(loaded.rejections.total == 0, "seed \(seed)")
        guard case .float64(let values) = column else { return }
        // The standard library's conversion is correctly rounded too, and another implementation.
        for (cell, value) in zip(cells, values.values) where value.bitPattern != Double(cell)!.bitPattern {
            Issue.record("\(cell) gave \(value), expected \(Double(cell)!), seed \(seed)")
        }
    }

    @Test
    func floatsThatAreNotFiniteRejectTheirRows() throws {
        let (column, loaded) = try TextReading().cells(
            [
                "nan", "NaN", "-nan", "inf", "+Inf", "-INFINITY", "1e309", "-1e999", "", "abc", "1.2.3", "1e", "e5",
                "-", "\"1,5\"",
            ], as: .float64)
        #expect(loaded.rejections[.notFinite, column: "x"] == 6)
        #expect(loaded.rejections[.outOfRange, column: "x"] == 2)
        #expect(loaded.rejections[.badValue, column: "x"] == 6)
        #expect(column == .float64(ValueColumn([nil])))
    }

    @Test
    func flags() throws {
        let cells = ["true", "FALSE", "1", "0", "Yes", "no", " true ", "\"0\"", ""]
        let (column, loaded) = try TextReading().cells(cells, as: .bool)
        #expect(loaded.rejections.total == 0)
        #expect(column == .bool(ValueColumn([true, false, true, false, true, false, true, false, nil])))
        let broken = try TextReading().cells(["2", "t", "truee", "on", "\"\""], as: .bool).loaded
        #expect(broken.rejections[.badValue, column: "x"] == 5)
    }
}
