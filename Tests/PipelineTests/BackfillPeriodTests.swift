import Pipeline
import Testing

@Suite struct BackfillPeriodTests {
    private func nights(_ from: String, _ to: String) throws -> [String]? {
        let (from, to) = (try #require(Instant.parse(from)), try #require(Instant.parse(to)))
        return BackfillPeriod(from: from, to: to, days: 7)?.nights.map(Instant.text(microseconds:))
    }

    @Test func bothEndsAreIncluded() throws {
        #expect(
            try nights("2024-02-28", "2024-03-01") == [
                "2024-02-28T00:00:00Z", "2024-02-29T00:00:00Z", "2024-03-01T00:00:00Z",
            ])
        #expect(try nights("2024-02-28", "2024-02-28") == ["2024-02-28T00:00:00Z"])
    }

    @Test func nightsKeepTheHourOfTheFirst() throws {
        #expect(
            try nights("2024-01-01T02:30:00Z", "2024-01-03") == ["2024-01-01T02:30:00Z", "2024-01-02T02:30:00Z"])
    }

    @Test func periodsBackwardsOrTooLongAreNone() throws {
        #expect(try nights("2024-01-02", "2024-01-01") == nil)
        #expect(try nights("1024-01-02", "2024-01-01") == nil)
        #expect(BackfillPeriod(from: .min, to: .max, days: 7) == nil)
        #expect(BackfillPeriod(from: 0, to: 0, days: 0) == nil)
    }
}
