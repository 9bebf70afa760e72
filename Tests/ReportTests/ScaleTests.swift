import Foundation
import Report
import Testing

struct ScaleTests {
    @Test func linearFractions() {
        let scale = Scale(.linear, domain: 10...30)
        #expect(scale.fraction(of: 10) == 0)
        #expect(scale.fraction(of: 15) == 0.25)
        #expect(scale.fraction(of: 30) == 1)
    }

    @Test func logarithmicFractionsAreEqualForEqualFactors() {
        let scale = Scale(.logarithmic, domain: 1...10_000)
        for (value, fraction) in [(1.0, 0.0), (10, 0.25), (100, 0.5), (1000, 0.75), (10_000, 1)] {
            #expect(abs(scale.fraction(of: value) - fraction) < 1e-12)
        }
    }

    @Test func valuesOutsideTheDomainAreHeldAtItsEnds() {
        #expect(Scale(.linear, domain: 0...1).fraction(of: -3) == 0)
        #expect(Scale(.logarithmic, domain: 1...10).fraction(of: 0) == 0)
        #expect(Scale(.linear, domain: 0...1).fraction(of: 7) == 1)
    }

    @Test(arguments: [
        (1.0, 5, 0.2), (10, 5, 2), (7, 5, 2), (0.3, 5, 0.1), (0.03, 5, 0.01), (23, 5, 5), (99, 4, 50), (1, 1, 1),
    ])
    func stepsAreRound(span: Double, count: Int, step: Double) {
        #expect(abs(Ticks.step(span: span, count: count) - step) < step * 1e-12)
    }

    @Test func multiplesIncludeBothEndsAndAreTheClosestDoubles() {
        #expect(Ticks.multiples(of: 0.1, in: 0...0.5) == [0, 0.1, 0.2, 0.3, 0.4, 0.5])
        #expect(Ticks.multiples(of: 5, in: 2...16) == [5, 10, 15])
        #expect(Ticks.multiples(of: 5, in: 6...9).isEmpty)
    }

    @Test func logarithmicTicks() {
        #expect(Ticks.logarithmic(in: 0.5...2000, count: 8) == [1, 10, 100, 1000])
        #expect(Ticks.logarithmic(in: 1...30, count: 8) == [1, 2, 5, 10, 20])
        #expect(Ticks.logarithmic(in: 0.9...200, count: 8) == [1, 2, 5, 10, 20, 50, 100, 200])
        #expect(Ticks.logarithmic(in: 3...4, count: 8).isEmpty)
        #expect(Ticks.logarithmic(in: 1...1e11, count: 8) == [1, 100, 1e4, 1e6, 1e8, 1e10])
        #expect(Ticks.logarithmic(in: 1...100, count: 5) == [1, 10, 100])
    }

    @Test func linearAxesEndOnTicks() {
        // Span 0.0431 in at most five pieces: step 0.01, from 0.05 to 0.10.
        let axis = Axis.linear("ndcg", covering: [0.0521, 0.0952])
        #expect(abs(axis.scale.domain.lowerBound - 0.05) < 1e-12 && abs(axis.scale.domain.upperBound - 0.1) < 1e-12)
        #expect(axis.ticks.map(\.label) == ["0.05", "0.06", "0.07", "0.08", "0.09", "0.10"])
    }

    @Test func axesOverOneValueOrNoneHaveAWidth() {
        for values in [
            [], [3.0], [0, 0], [.nan, .infinity], [-2, -2], [1e300], [.leastNonzeroMagnitude, 0], [-1e308, 1e308],
        ] as [[Double]] {
            let axis = Axis.linear("x", covering: values)
            #expect(axis.scale.domain.lowerBound < axis.scale.domain.upperBound)
            #expect(axis.scale.domain.lowerBound.isFinite && axis.scale.domain.upperBound.isFinite)
            let logarithmic = Axis.logarithmic("x", covering: values)
            #expect(logarithmic.scale.domain.lowerBound > 0)
        }
    }

    /// Points that lie close together tell their scale too.
    @Test func narrowLogarithmicAxesHaveTicks() {
        #expect(Axis.logarithmic("MB", covering: [0.122, 0.198]).ticks.map(\.label) == ["0.14", "0.16", "0.18"])
        #expect(
            Axis.logarithmic("s", covering: [3, 4]).ticks.map(\.label) == ["3.0", "3.2", "3.4", "3.6", "3.8", "4.0"])
        for factor in [1.001, 1.1, 1.69, 2.4] {
            for start in [0.00123, 0.77, 1, 42, 5.1e7] {
                #expect(
                    Axis.logarithmic("x", covering: [start, start * factor]).ticks.count >= 2, "\(start) × \(factor)")
            }
        }
    }

    @Test func wholeNumbersAreNeverCutInPieces() {
        #expect(
            Axis.linear("iteration", covering: [1, 2, 3], wholeNumbers: true).ticks.map(\.label) == ["1", "2", "3"])
        let one = Axis.linear("iteration", covering: [1], wholeNumbers: true)
        #expect(one.ticks.map(\.label) == ["0", "1", "2"])
    }
}

@Suite struct TimeAxisTests {
    private func labels(_ days: ClosedRange<Double>) -> [String] {
        // 2026-03-01 is day 20,513 since 1970.
        Axis.time("started", covering: [days.lowerBound, days.upperBound].map { (20_513 + $0) * 86_400 }).ticks.map(
            \.label)
    }

    @Test func ticksAreWholeHoursDaysOrMonths() {
        #expect(
            labels(0...0.75) == [
                "03-01 00:00", "03-01 03:00", "03-01 06:00", "03-01 09:00", "03-01 12:00", "03-01 15:00", "03-01 18:00",
            ])
        #expect(
            labels(0...1.0 / 48) == [
                "03-01 00:00", "03-01 00:05", "03-01 00:10", "03-01 00:15", "03-01 00:20", "03-01 00:25", "03-01 00:30",
            ])
        #expect(
            labels(0...5) == ["2026-03-01", "2026-03-02", "2026-03-03", "2026-03-04", "2026-03-05", "2026-03-06"])
        #expect(
            labels(-59...306) == ["2026-01", "2026-03", "2026-05", "2026-07", "2026-09", "2026-11", "2027-01"])
    }

    /// From minutes to decades, wherever the span begins.
    @Test func twoTicksAtLeast() {
        for step in 0..<110 {
            let span = 0.007 * pow(1.14, Double(step))
            for start in [0, 0.31, 17.77] {
                #expect(labels(start...start + span).count >= 2, "\(span) days from \(start)")
            }
        }
    }

    @Test func oneInstantIsAnAxisToo() {
        #expect(Axis.time("started", covering: [0]).scale.domain == -600...600)
        #expect(Axis.time("started", covering: []).ticks.count > 1)
    }
}
