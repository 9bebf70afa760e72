import LinearAlgebra
import Tables
import Testing

@Suite struct ISO8601TimestampTests {
    /// Seconds from `date -u -d … +%s` (GNU coreutils).
    @Test(arguments: [
        ("1970-01-01", 0), ("1970-01-01T00:00:01Z", 1), ("1969-12-31T23:59:59Z", -1), ("2011-12-01", 1_322_697_600),
        ("2011-12-01T08:26:00Z", 1_322_727_960), ("2011-12-01 08:26", 1_322_727_960),
        ("2011-12-01t08:26:00z", 1_322_727_960), ("2011-12-01T08:26:00+02:00", 1_322_720_760),
        ("2011-12-01T08:26:00-0530", 1_322_747_760), ("2011-12-01T08:26:00+02", 1_322_720_760),
        ("2000-02-29", 951_782_400), ("2000-03-01", 951_868_800), ("1900-03-01", -2_203_891_200),
        ("0001-01-01", -62_135_596_800), ("9999-12-31T23:59:59Z", 253_402_300_799),
    ])
    func seconds(_ text: String, _ seconds: Int64) {
        #expect(ISO8601Timestamp.microseconds(text) == seconds * 1_000_000)
    }

    @Test func fractions() {
        #expect(ISO8601Timestamp.microseconds("1970-01-01T00:00:00.5Z") == 500_000)
        #expect(ISO8601Timestamp.microseconds("1970-01-01T00:00:00,000001") == 1)
        #expect(ISO8601Timestamp.microseconds("1970-01-01T00:00:00.123456789Z") == 123_456)
    }

    @Test(arguments: [
        "", "2011", "2011-12", "2011-1-01", "2011-13-01", "2011-00-01", "2011-02-29", "1900-02-29", "2011-04-31",
        "2011-12-01T", "2011-12-01T24:00", "2011-12-01T08", "2011-12-01T08:60", "2011-12-01T08:26:60",
        "2011-12-01T08:26:00.", "2011-12-01T08:26:00+2", "2011-12-01T08:26:00Z ", " 2011-12-01", "2011-12-01Z",
        "2011/12/01", "0000-01-01", "2011-12-01T08:26:00+24:00", "２０１１-12-01",
    ])
    func refused(_ text: String) {
        #expect(ISO8601Timestamp.microseconds(text) == nil)
    }

    @Test func textReadsBack() {
        #expect(ISO8601Timestamp.text(1_322_727_960_000_000) == "2011-12-01T08:26:00Z")
        #expect(ISO8601Timestamp.text(-1) == "1969-12-31T23:59:59.999999Z")
        var random = RandomSource(seed: 1)
        for _ in 0..<10_000 {
            let instant = Int64(random.next() % 315_537_897_600_000_000) - 62_135_596_800_000_000
            #expect(ISO8601Timestamp.microseconds(ISO8601Timestamp.text(instant)) == instant)
        }
    }
}
