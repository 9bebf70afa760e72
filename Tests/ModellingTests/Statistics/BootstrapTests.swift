import LinearAlgebra
import Modelling
import Testing

@Suite struct BootstrapTests {
    private func values(_ count: Int, seed: UInt64) -> [Double] {
        var random = RandomSource(seed: seed)
        return (0..<count).map { _ in random.gaussian() }
    }

    private func interval(of values: [Double], seed: UInt64 = 3) throws -> Bootstrap.Interval {
        let sums = try Bootstrap(seed: seed, pool: .serial).sums(of: [values])[0]
        return Bootstrap.interval(sums.map { $0 / Double(values.count) })
    }

    @Test func percentilesByHand() {
        #expect(Bootstrap.interval((0...1000).reversed().map(Double.init)) == .init(low: 25, high: 975))
        // Positions 0.025 and 0.975 between two values.
        let two = Bootstrap.interval([1, 0])
        #expect(isClose(two.low, 0.025) && isClose(two.high, 0.975))
        #expect(Bootstrap.interval([4]) == .init(low: 4, high: 4))
    }

    @Test func aConstantHasNoSpread() throws {
        #expect(try interval(of: [Double](repeating: 0.25, count: 5000)) == .init(low: 0.25, high: 0.25))
        #expect(try interval(of: [0.3]) == .init(low: 0.3, high: 0.3))
    }

    @Test func everyResampleHasAsManyUsersAsThereAre() throws {
        for count in [1, 7, 2048, 5000] {
            let sums = try Bootstrap(seed: 1, pool: .serial).sums(of: [[Double](repeating: 1, count: count)])
            #expect(sums[0] == [Double](repeating: Double(count), count: Bootstrap.resampleCount))
        }
    }

    /// The intervals' own promise: 95 of 100 hold the true mean. With 400 samples of 100, 95 % ± 3 standard deviations of
    /// that share are 367 to 393; the percentile interval is known to be a little narrow, which the lower bound allows for.
    @Test func intervalsHoldTheTrueMeanAsOftenAsTheySay() throws {
        var held = 0
        for seed in 0..<400 as Range<UInt64> {
            let interval = try interval(of: values(100, seed: 1000 + seed), seed: seed)
            if interval.low <= 0, interval.high >= 0 { held += 1 }
        }
        #expect(held >= 360 && held <= 393, "\(held) of 400")
    }

    @Test func widthFollowsTheStandardError() throws {
        let values = values(4000, seed: 5)
        let mean = values.reduce(0, +) / 4000
        let deviation = (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 4000).squareRoot()
        let found = try interval(of: values)
        let expected = 2 * 1.96 * deviation / 4000.0.squareRoot()
        #expect(abs((found.high - found.low) / expected - 1) < 0.1)
    }

    @Test func allColumnsShareTheDraws() throws {
        let (first, second) = (values(3000, seed: 8), values(3000, seed: 9))
        let together = try Bootstrap(seed: 4, pool: .serial).sums(of: [first, second, zip(first, second).map(-)])
        let alone = try Bootstrap(seed: 4, pool: .serial).sums(of: [second])
        #expect(together[1] == alone[0])
        for resample in 0..<Bootstrap.resampleCount {
            #expect(isClose(together[2][resample], together[0][resample] - together[1][resample], tolerance: 1e-9))
        }
    }

    @Test func agreesWithDrawingOneByOne() throws {
        let values = values(3001, seed: 6)
        let found = try Bootstrap(seed: 12, pool: .serial).sums(of: [values])[0]
        for resample in [0, 1, 500, 999] {
            var random = RandomSource(seed: 12).split(stream: UInt64(resample))
            let expected = (0..<3001).reduce(0.0) { sum, _ in sum + values[random.integer(below: 3001)] }
            #expect(isClose(found[resample], expected, tolerance: 1e-9))
        }
    }

    @Test func threadsChangeNothing() throws {
        let columns = [values(5000, seed: 1), values(5000, seed: 2)]
        let alone = try Bootstrap(seed: 2, pool: .serial).sums(of: columns)
        for threads in [2, 3, 7] {
            #expect(try Bootstrap(seed: 2, pool: WorkerPool(threadCount: threads)).sums(of: columns) == alone)
        }
    }
}

private func isClose(_ found: Double, _ expected: Double, tolerance: Double = 1e-12) -> Bool {
    abs(found - expected) <= tolerance
}
