import Foundation
import KernelVariants
import LinearAlgebra
import Testing

@Suite struct SGDModelTests {
    /// 403 pairs of 12 users and 9 items: rows repeat within most groups of four, and three are left over.
    static let crowded = ratings(count: 403, users: 12, items: 9)
    /// 403 pairs of 500 users and 400 items: most groups of four have no repeat.
    static let sparse = ratings(count: 403, users: 500, items: 400)

    static func ratings(count: Int, users: Int, items: Int) -> SGDRatings {
        var random = RandomSource(seed: 21)
        return SGDRatings(
            users: (0..<count).map { _ in Int32(random.integer(below: users)) },
            items: (0..<count).map { _ in Int32(random.integer(below: items)) },
            values: (0..<count).map { _ in 1 + 4 * random.uniformFloat() }, userCount: users, itemCount: items)
    }

    static func model(
        factors: Int, _ variant: Variant, users: Int = 500, items: Int = 400, mean: Float = 3, rate: Float = 0.05
    ) -> SGDModel {
        var random = RandomSource(seed: 22)
        func side(rows: Int, _ penalty: Float) -> SGDSide {
            SGDSide(
                factors: .gaussian(
                    rows: rows, columns: factors, standardDeviation: 0.5 / Double(factors).squareRoot(),
                    random: &random), accumulatorStart: 0.7, factorRegularization: penalty, biasRegularization: 0.02)
        }
        return SGDModel(
            users: side(rows: users, 0.03), items: side(rows: items, 0.05), mean: mean, hasBiases: variant.hasBiases,
            isAdaptive: variant.isAdaptive, learningRate: rate)
    }

    struct Variant: Sendable, CustomTestStringConvertible {
        let hasBiases: Bool
        let isAdaptive: Bool

        var testDescription: String { "\(hasBiases ? "biases" : "no biases"), \(isAdaptive ? "AdaGrad" : "plain")" }

        static let all = [true, false].flatMap { biases in
            [true, false].map { Variant(hasBiases: biases, isAdaptive: $0) }
        }
    }

    static let factorCounts = [1, 3, 16, 17, 32, 64, 65, 128, 513]

    @Test(arguments: factorCounts, Variant.all)
    func squaredMatchesTheTwin(factors: Int, variant: Variant) {
        for ratings in [Self.crowded, Self.sparse] {
            let start = Self.model(factors: factors, variant)
            var twin = SlowSGD(start)
            let expected = twin.sweep(ratings, 2..<403, slope: squaredSlope)
            expectSweep(from: start, gives: twin, sum: expected) {
                $0.sweepSquared(ratings, range: 2..<403, by: $1.sgd_sweep_squared)
            }
        }
    }

    @Test(arguments: factorCounts, Variant.all)
    func logisticMatchesTheTwin(factors: Int, variant: Variant) {
        for ratings in [Self.crowded, Self.sparse] {
            let signed = SGDRatings(
                users: ratings.users, items: ratings.items,
                values: ratings.values.enumerated().map { $0 % 3 == 0 ? $1 : -1 }, userCount: ratings.userCount,
                itemCount: ratings.itemCount)
            let start = Self.model(factors: factors, variant, mean: 0)
            var twin = SlowSGD(start)
            let expected = twin.sweep(signed, 0..<403, slope: logisticSlope)
            expectSweep(from: start, gives: twin, sum: expected) {
                $0.sweepLogistic(signed, range: 0..<403, by: $1.sgd_sweep_logistic)
            }
        }
    }

    @Test(arguments: factorCounts, Variant.all)
    func rankingMatchesTheTwin(factors: Int, variant: Variant) {
        for ratings in [Self.crowded, Self.sparse] {
            let others = ratings.items.enumerated().map { ($1 + 1 + Int32($0) % 5) % Int32(ratings.itemCount) }
            let triples = SGDTriples(users: ratings.users, positives: ratings.items, negatives: others)
            let start = Self.model(factors: factors, variant, mean: 0)
            var twin = SlowSGD(start)
            let expected = twin.sweep(triples)
            #expect(twin.users.biases.allSatisfy { $0 == 0 })
            expectSweep(from: start, gives: twin, sum: expected) {
                $0.sweepRanking(triples, by: $1.sgd_sweep_bpr)
            }
        }
    }

    /// Every build takes a model from `start` to where the twin went.
    private func expectSweep(
        from start: SGDModel, gives twin: SlowSGD, sum expected: Double, _ sweep: (SGDKernel, mercer_kernels) -> Double
    ) {
        for build in KernelBuild.runnable {
            var model = start
            let found = model.withKernel { sweep($0, build.functions) }
            #expect(abs(found - expected) < 1e-4 * expected, "\(build)")
            expectSame(model, twin, build)
        }
    }

    private func expectSame(_ model: SGDModel, _ twin: SlowSGD, _ build: KernelBuild) {
        expectClose(model.users.factors.elements, twin.users.factors.flatMap(\.self), tolerance: 1e-4, "p, \(build)")
        expectClose(model.items.factors.elements, twin.items.factors.flatMap(\.self), tolerance: 1e-4, "q, \(build)")
        expectClose(model.users.biases, twin.users.biases, tolerance: 1e-4, "user biases, \(build)")
        expectClose(model.items.biases, twin.items.biases, tolerance: 1e-4, "item biases, \(build)")
        expectClose(
            model.items.squares, twin.items.factors.map { $0.reduce(0) { $0 + $1 * $1 } }, tolerance: 1e-4,
            "squares, \(build)")
        guard model.isAdaptive else { return }
        expectClose(model.users.factorAccumulators, twin.users.factorSums, tolerance: 1e-4, "user sums, \(build)")
        expectClose(model.items.factorAccumulators, twin.items.factorSums, tolerance: 1e-4, "item sums, \(build)")
        guard model.hasBiases else { return }
        expectClose(model.items.biasAccumulators, twin.items.biasSums, tolerance: 1e-4, "item bias sums, \(build)")
    }

    @Test(arguments: [1, 20, 65], 0...9)
    func squaredErrorAndPredictionsChangeNothing(factors: Int, count: Int) {
        var model = Self.model(factors: factors, Variant(hasBiases: true, isAdaptive: true))
        _ = model.withKernel { $0.sweepSquared(Self.sparse, range: 0..<403) }
        let before = model
        let twin = SlowSGD(model)
        let range = 100..<100 + count * 7
        let expected = range.reduce(0.0) { sum, at in
            let e =
                Double(Self.sparse.values[at])
                - twin.prediction(Int(Self.sparse.users[at]), Int(Self.sparse.items[at]))
            return sum + e * e
        }
        let expectedPredictions = zip(Self.sparse.users, Self.sparse.items).map { twin.prediction(Int($0), Int($1)) }
        for build in KernelBuild.runnable {
            let functions = build.functions
            let error = model.withKernel {
                $0.squaredError(Self.sparse, range: range, by: functions.sgd_squared_error)
            }
            let predictions = model.withKernel { $0.predictions(Self.sparse, by: functions.sgd_predict) }
            #expect(model.users == before.users && model.items == before.items)
            #expect(abs(error - expected) <= 1e-5 * expected, "\(build)")
            expectClose(predictions, expectedPredictions, tolerance: 1e-5, "predictions, \(build)")
        }
    }

    @Test func emptyRangesDoNothing() {
        var model = Self.model(factors: 4, Variant(hasBiases: true, isAdaptive: true))
        #expect(model.withKernel { $0.sweepSquared(Self.sparse, range: 5..<5) } == 0)
        #expect(model.withKernel { $0.sweepRanking(SGDTriples(users: [], positives: [], negatives: [])) } == 0)
    }

    /// Rounding lets the squares that are carried along drift; refreshed, they are the norms again.
    @Test func refreshedSquaresAreNorms() throws {
        var model = Self.model(factors: 33, Variant(hasBiases: true, isAdaptive: true))
        for _ in 0..<50 { _ = model.withKernel { $0.sweepSquared(Self.crowded, range: 0..<403) } }
        let norms = (0..<400).map { model.items.squaredNorm(ofRow: $0) }
        expectClose(model.items.squares, norms, tolerance: 1e-3, "drifted")
        for build in KernelBuild.runnable {
            var refreshed = model
            refreshed.withKernel { $0.refreshSquares(ofItems: 0..<400, by: build.functions.sgd_refresh_squares) }
            expectClose(refreshed.items.squares, norms, tolerance: 1e-6, "refreshed, \(build)")
        }
        try model.refreshSquares(pool: WorkerPool(threadCount: 2))
        expectClose(model.items.squares, norms, tolerance: 1e-6, "refreshed")
    }

    /// One user, one item, one factor, rate 0.1, λ 0.5: e = 4 − (1 + 2·1) = 1, p = 2 + 0.1(1·1 − 0.5·2) = 2,
    /// q = 1 + 0.1(1·2 − 0.5·1) = 1.15.
    @Test func oneUpdateByHand() {
        func side(_ value: Float) -> SGDSide {
            SGDSide(
                factors: Matrix(rows: 1, columns: 1, elements: [value]), factorRegularization: 0.5,
                biasRegularization: 0)
        }
        var model = SGDModel(
            users: side(2), items: side(1), mean: 1, hasBiases: false, isAdaptive: false, learningRate: 0.1)
        let rating = SGDRatings(users: [0], items: [0], values: [4], userCount: 1, itemCount: 1)
        #expect(model.withKernel { $0.sweepSquared(rating, range: 0..<1) } == 1)
        #expect(abs(model.users.factors[0, 0] - 2) < 1e-6 && abs(model.items.factors[0, 0] - 1.15) < 1e-6)
    }

    @Test func visitsPlacesAQuarterApartTogether() {
        #expect(SGDRatings.visitingOrder(of: 10..<21) == [10, 12, 14, 16, 11, 13, 15, 17, 18, 19, 20])
        #expect(SGDRatings.visitingOrder(of: 3..<6) == [3, 4, 5])
    }
}
