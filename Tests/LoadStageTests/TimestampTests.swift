import LoadStage
import Tables
import Testing

/// Expected instants are computed by hand or with `date -u -d`.
struct TimestampTests {
    private func instants(_ cells: [String], _ format: String, zone: String = "UTC") throws -> ([Int64?], LoadedTable) {
        let (column, loaded) = try TextReading().cells(cells, as: .timestamp(try TimeFormat(format, timeZone: zone)))
        guard case .timestamp(let values) = column else { return ([], loaded) }
        return ((0..<values.count).map { values[$0] }, loaded)
    }

    @Test
    func iso8601() throws {
        let second: Int64 = 1_000_000
        let (found, loaded) = try instants(
            [
                "1970-01-01", "1970-01-01T00:00:01Z", "1970-01-01 00:01", "2011-12-09T12:50:00",
                "2011-12-09T12:50:00+02:00", "2011-12-09t12:50:00-0530", "2000-02-29T23:59:59.999999",
                "1969-12-31T23:59:59.5Z", "\"2011-12-09T12:50:00,1234567+01\"", "\"2011-12-09 12:50:00\"", "",
            ], "iso8601")
        #expect(loaded.rejections.total == 0)
        let noon: Int64 = 1_323_435_000  // date -u -d '2011-12-09 12:50:00' +%s
        #expect(
            found == [
                0, second, 60 * second, noon * second, (noon - 7_200) * second, (noon + 19_800) * second,
                951_868_799_999_999, -500_000, (noon - 3_600) * second + 123_456, noon * second, nil,
            ])
    }

    @Test
    func firstAndLastInstants() throws {
        let (found, loaded) = try instants(
            [
                "0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999999Z", "0001-01-01T00:00:00+00:01",
                "9999-12-31T23:59:59-00:01",
            ],
            "iso8601")
        // date -u -d '0001-01-01' +%s = -62135596800, '9999-12-31 23:59:59' = 253402300799
        #expect(found == [-62_135_596_800_000_000, 253_402_300_799_999_999])
        #expect(loaded.rejections[.outOfRange, column: "x"] == 2)
    }

    @Test
    func datesThatDoNotExistAreOutOfRange() throws {
        let cells = [
            "2011-02-29", "1900-02-29", "2011-13-01", "2011-00-10", "2011-04-31", "0000-01-01", "2011-12-09T24:00:00",
            "2011-12-09T12:60", "2011-12-09T12:50:60",
        ]
        let (_, loaded) = try instants(cells, "iso8601")
        #expect(loaded.rejections[.outOfRange, column: "x"] == cells.count)
    }

    @Test
    func otherShapesAreNoTimestamps() throws {
        let cells = [
            "2011-1-2", "20111209", "2011-12-09T", "2011-12-09T12", "2011-12-09T12:5", "2011-12-09T12:50:",
            "2011/12/09",
            "2011-12-09T12:50:00.", "2011-12-09T12:50:00 +01", "2011-12-09T12:50:00+1", "2011-12-09T12:50:00+01:60",
            "abc",
            "2011-12-09T12:50:00ZZ", "-2011-12-09", "2011-12-09Z", "1323435000",
        ]
        let (_, loaded) = try instants(cells, "iso8601")
        #expect(loaded.rejections[.badValue, column: "x"] == cells.count)
    }

    @Test
    func unix() throws {
        let (seconds, loaded) = try instants(
            [
                "0", "1323435000", "-1", "1.5", "-1.25", "1323435000.0", "253402300799.9999999", "253402300800",
                "-62135596801", "9999999999999999999999", "abc", "1.2.3", "1e9",
            ],
            "unix")
        #expect(
            seconds == [
                0, 1_323_435_000_000_000, -1_000_000, 1_500_000, -1_250_000, 1_323_435_000_000_000,
                253_402_300_799_999_999,
            ])
        #expect(loaded.rejections[.outOfRange, column: "x"] == 3)
        #expect(loaded.rejections[.badValue, column: "x"] == 3)
        let (milliseconds, _) = try instants(["1323435000123", "1.5", "-1"], "unix_ms")
        #expect(milliseconds == [1_323_435_000_123_000, 1_500, -1_000])
    }

    @Test
    func patterns() throws {
        let noon: Int64 = 1_323_435_000_000_000
        #expect(try instants(["09/12/2011 12:50", "9/12/2011   12:50"], "%d/%m/%Y %H:%M").0 == [noon, noon])
        #expect(
            try instants(["12/9/11 12:50 PM", "12/09/11 12:50 am"], "%m/%d/%y %I:%M %p").0 == [
                noon, noon - 43_200_000_000,
            ])
        #expect(
            try instants(
                ["\"Fri, 9 Dec 2011 12:50:00 +0100\"", "\"fri, 09 DEC 2011 12:50:00 Z\""], "%a, %e %b %Y %T %z"
            ).0 == [noon - 3_600_000_000, noon])
        #expect(try instants(["\"December 9, 2011 100%\""], "%B %d, %Y 100%%").0 == [1_323_388_800_000_000])
        #expect(try instants(["20111209125000.25"], "%Y%m%d%H%M%S.%f").0 == [noon + 250_000])
        #expect(
            try instants(["2011-343", "2012-366", "2012-060"], "%Y-%j").0 == [
                1_323_388_800_000_000, 1_356_912_000_000_000, 1_330_473_600_000_000,
            ])
        #expect(try instants(["[1323435000]"], "[%s]").0 == [noon])
        #expect(try instants(["2011-12-09 12:50 GMT"], "%F %R %Z").0 == [noon])
        #expect(try instants(["68-01-01", "69-01-01"], "%y-%m-%d").0 == [3_092_601_600_000_000, -31_536_000_000_000])
        let (_, loaded) = try instants(
            ["09.12.2011 12:50", "09/12/2011", "09/12/2011 12:50x", "31/02/2011 12:50", "9/12/211 12:50"],
            "%d/%m/%Y %H:%M")
        #expect(loaded.rejections[.badValue, column: "x"] == 4)
        #expect(loaded.rejections[.outOfRange, column: "x"] == 1)
    }

    @Test(arguments: ["%Q", "%Y-%m-%d %", "%H:%M", "%Y-%m", "%Y-%m-%d %I:%M", "%Y-%m-%d %H %p", ""])
    func patternsThatCannotBeReadAreRefused(pattern: String) {
        let error = loadError { _ = try TimeFormat(pattern) }
        #expect(error?.category == .setting)
    }

    @Test
    func unknownZonesAreRefused() {
        #expect(loadError { _ = try TimeFormat("iso8601", timeZone: "Mars/Olympus") }?.category == .setting)
    }

    @Test
    func zonesOfTimesThatStateNone() throws {
        let hour: Int64 = 3_600_000_000
        // Berlin is at +1 in winter and +2 in summer. TZ=Europe/Berlin date -d '2011-12-09 12:50' +%s = 1323431400.
        let winter = try instants(["2011-12-09T12:50:00", "2011-12-09T12:50:00Z"], "iso8601", zone: "Europe/Berlin").0
        #expect(winter == [1_323_431_400_000_000, 1_323_435_000_000_000])
        #expect(try instants(["2011-07-09"], "iso8601", zone: "Europe/Berlin").0 == [1_310_169_600_000_000 - 2 * hour])
        // Unix times are UTC whatever the zone.
        #expect(try instants(["1323435000"], "unix", zone: "Europe/Berlin").0 == [1_323_435_000_000_000])
    }

    @Test
    func hoursThatAreSkippedOrComeTwice() throws {
        let minute: Int64 = 60_000_000
        // Berlin, 2011-03-27: clocks go from 02:00 to 03:00 at 01:00 UTC (1301187600).
        let change: Int64 = 1_301_187_600_000_000
        let skipped = try instants(
            ["2011-03-27T01:59:00", "2011-03-27T02:30:00", "2011-03-27T03:00:00", "2011-03-27T03:30:00"], "iso8601",
            zone: "Europe/Berlin"
        ).0
        #expect(skipped == [change - minute, change + 30 * minute, change, change + 30 * minute])
        // Berlin, 2011-10-30: clocks go from 03:00 back to 02:00 at 01:00 UTC (1319936400).
        let back: Int64 = 1_319_936_400_000_000
        let twice = try instants(
            ["2011-10-30T01:59:00", "2011-10-30T02:30:00", "2011-10-30T03:00:00"], "iso8601", zone: "Europe/Berlin"
        ).0
        #expect(twice == [back - 61 * minute, back - 30 * minute, back + 60 * minute])
    }
}
