import Pipeline
import Testing

struct NumbersTests {
    @Test(arguments: [
        (0, "0"), (7, "7"), (999, "999"), (1000, "1,000"), (13_904_112, "13,904,112"), (-1234, "−1,234"),
        (Int.min, "−9,223,372,036,854,775,808"),
    ])
    func counts(_ value: Int, _ text: String) {
        #expect(Numbers.count(value) == text)
    }

    @Test(arguments: [
        (0.0912345, "0.09123"), (0.5, "0.5000"), (0.99996, "1.000"), (1, "1.000"), (12.3456, "12.35"),
        (123.45, "123.5"),
        (999.96, "1,000"), (1234.5678, "1,235"), (812_345.6, "812,346"), (0, "0"), (-0.25, "−0.2500"),
        (0.0001, "0.0001000"),
        (0.00001234, "1.234 × 10⁻⁵"), (1.5e12, "1.500 × 10¹²"), (.infinity, "∞"), (.nan, "not a number"),
    ])
    func metricsHaveFourSignificantDigits(_ value: Double, _ text: String) {
        #expect(Numbers.metric(value) == text)
    }

    @Test func signsAreWritten() {
        #expect(Numbers.signed(0.01323) == "+0.01323")
        #expect(Numbers.signed(-0.5) == "−0.5000")
        #expect(Numbers.signed(0) == "0")
    }

    @Test(arguments: [
        (0.169, "16.9\u{A0}%"), (0, "0.0\u{A0}%"), (0.0002, "<0.1\u{A0}%"), (1.2345, "123\u{A0}%"),
        (25, "2,500\u{A0}%"),
        (-0.02, "−2.0\u{A0}%"),
    ])
    func percentages(_ share: Double, _ text: String) {
        #expect(Numbers.percent(share) == text)
    }

    @Test(arguments: [
        (0.0004, "under 1\u{A0}ms"), (0.42, "420\u{A0}ms"), (0.9996, "1.0\u{A0}s"), (12.34, "12.3\u{A0}s"),
        (59.96, "1\u{A0}min 0\u{A0}s"), (185, "3\u{A0}min 5\u{A0}s"), (3599.7, "1\u{A0}h 0\u{A0}min"),
        (3725, "1\u{A0}h 2\u{A0}min"),
        (.nan, "unknown"),
    ])
    func durations(_ seconds: Double, _ text: String) {
        #expect(Numbers.duration(seconds: seconds) == text)
    }

    @Test(arguments: [
        (512, "512\u{A0}bytes"), (1000, "1.0\u{A0}kB"), (999_950, "1.0\u{A0}MB"), (48_213_774, "48.2\u{A0}MB"),
        (8_589_934_592, "8.6\u{A0}GB"),
    ])
    func sizes(_ bytes: Int, _ text: String) {
        #expect(Numbers.bytes(bytes) == text)
    }

    @Test(arguments: [
        (0.0511, 4, "0.0511"), (-0.06, 4, "−0.0600"), (-0.00001, 4, "0.0000"), (12.3456, 1, "12.3"), (2, 0, "2"),
    ])
    func fixedDecimals(_ value: Double, _ places: Int, _ text: String) {
        #expect(Numbers.fixed(value, places: places) == text)
    }
}
