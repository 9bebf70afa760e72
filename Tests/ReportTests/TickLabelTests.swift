import Pipeline
import Report
import Testing

@Suite struct TickLabelTests {
    @Test func tickLabelsShareTheirUnitAndDecimals() {
        #expect(Numbers.tick(0.25, step: 0.05, largest: 0.3) == "0.25")
        #expect(Numbers.tick(0.2, step: 0.05, largest: 0.3) == "0.20")
        #expect(Numbers.tick(20_000, step: 5000, largest: 25_000) == "20k")
        #expect(Numbers.tick(1_500_000, step: 500_000, largest: 2_000_000) == "1.5M")
        #expect(Numbers.tick(2_000_000, step: 500_000, largest: 2_000_000) == "2.0M")
        #expect(Numbers.tick(0, step: 500_000, largest: 2_000_000) == "0")
        #expect(Numbers.tick(5000, step: 5000, largest: 5000) == "5,000")
        #expect(Numbers.tick(-2, step: 1, largest: 3) == "−2")
    }
}
