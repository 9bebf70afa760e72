import Pipeline
import Testing

@Suite struct InstantTests {
    /// Seconds from `date -u -d … +%s`.
    @Test(arguments: [
        ("1970-01-01T00:00:00Z", 0), ("2011-12-09T12:50:00Z", 1_323_435_000), ("2000-02-29T23:59:59Z", 951_868_799),
        ("1969-12-31T23:59:59Z", -1), ("9999-12-31T23:59:59Z", 253_402_300_799),
    ])
    func textAndBack(text: String, seconds: Int64) {
        #expect(Instant.text(microseconds: seconds * 1_000_000) == text)
        #expect(Instant.parse(text) == seconds * 1_000_000)
    }

    @Test func datesFractionsAndZones() {
        #expect(Instant.parse("2011-12-09") == 1_323_388_800_000_000)
        #expect(Instant.parse("2011-12-09T12:50:00.25Z") == 1_323_435_000_250_000)
        #expect(Instant.parse("2011-12-09T13:50:00+01:00") == 1_323_435_000_000_000)
        #expect(Instant.parse("2011-12-09T12:50:00") == 1_323_435_000_000_000)
        #expect(Instant.text(microseconds: -1) == "1969-12-31T23:59:59.999999Z")
    }

    @Test(arguments: ["", "yesterday", "2011-13-01", "2011-02-29", "2011-1-1", "2011-12-09T25:00Z"])
    func anythingElseIsRefused(text: String) {
        #expect(Instant.parse(text) == nil)
    }
}
