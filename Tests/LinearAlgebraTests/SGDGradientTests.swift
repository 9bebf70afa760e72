import Foundation
import LinearAlgebra
import Testing

/// A step of the kernels, divided by the rate, is the negative gradient of the written loss: held against central
/// differences of the loss in double precision.
@Suite struct SGDGradientTests {
    /// One user and two items of five factors, everything about 1 in size.
    private struct Point {
        var numbers: [Double]

        static let factors = 5

        init(seed: UInt64) {
            var random = RandomSource(seed: seed)
            numbers = (0..<3 * Self.factors).map { _ in random.gaussian() }
        }

        init(_ model: SGDModel) {
            numbers = (model.users.factors.elements + model.items.factors.elements).map(Double.init)
        }

        func row(_ number: Int) -> ArraySlice<Double> { numbers[number * Self.factors..<(number + 1) * Self.factors] }

        func product(item: Int) -> Double { zip(row(0), row(1 + item)).reduce(0) { $0 + $1.0 * $1.1 } }

        /// λ/2 · ‖row‖² of the user (λ 0.3) and of the items visited (λ 0.2).
        func penalty(items: [Int]) -> Double {
            let user = row(0).reduce(0) { $0 + $1 * $1 } * 0.3 / 2
            return items.reduce(user) { $0 + row(1 + $1).reduce(0) { $0 + $1 * $1 } * 0.2 / 2 }
        }

        var model: SGDModel {
            func side(_ numbers: ArraySlice<Double>, _ penalty: Float) -> SGDSide {
                SGDSide(
                    factors: Matrix(
                        rows: numbers.count / Self.factors, columns: Self.factors, elements: numbers.map(Float.init)),
                    factorRegularization: penalty, biasRegularization: 0)
            }
            return SGDModel(
                users: side(numbers[..<Self.factors], 0.3), items: side(numbers[Self.factors...], 0.2), mean: 0,
                hasBiases: false, isAdaptive: false, learningRate: 0.01)
        }

        /// −∂loss/∂numbers.
        func descent(_ loss: (Point) -> Double) -> [Double] {
            numbers.indices.map { index in
                var (ahead, behind) = (self, self)
                ahead.numbers[index] += 1e-5
                behind.numbers[index] -= 1e-5
                return (loss(behind) - loss(ahead)) / 2e-5
            }
        }
    }

    private func expectStep(
        _ point: Point, follows loss: (Point) -> Double, _ sweep: (SGDKernel) -> Double, _ what: String
    ) {
        var model = point.model
        _ = model.withKernel(sweep)
        let step = zip(Point(model).numbers, point.numbers).map { Float(($0 - $1) / 0.01) }
        expectClose(step, point.descent(loss), tolerance: 1e-3, what)
    }

    @Test(arguments: 1...8 as ClosedRange<UInt64>)
    func stepsFollowTheGradient(seed: UInt64) {
        let point = Point(seed: seed)
        func pair(_ value: Float) -> SGDRatings {
            SGDRatings(users: [0], items: [0], values: [value], userCount: 1, itemCount: 2)
        }
        expectStep(
            point, follows: { ($0.product(item: 0) - 4) * ($0.product(item: 0) - 4) / 2 + $0.penalty(items: [0]) },
            { $0.sweepSquared(pair(4), range: 0..<1) }, "squared")
        expectStep(
            point, follows: { 2.5 * log1p(exp(-$0.product(item: 0))) + $0.penalty(items: [0]) },
            { $0.sweepLogistic(pair(2.5), range: 0..<1) }, "logistic, observed")
        expectStep(
            point, follows: { log1p(exp($0.product(item: 0))) + $0.penalty(items: [0]) },
            { $0.sweepLogistic(pair(-1), range: 0..<1) }, "logistic, not observed")
        expectStep(
            point,
            follows: { log1p(exp($0.product(item: 1) - $0.product(item: 0))) + $0.penalty(items: [0, 1]) },
            { $0.sweepRanking(SGDTriples(users: [0], positives: [0], negatives: [1])) }, "bpr")
    }

    /// Predictions from −100 to 100: slopes of logistic loss stay within a millionth, and finite.
    @Test func slopesAreRightFarOut() {
        for prediction in stride(from: -100.0, through: 100, by: 0.37) {
            func side(_ value: Double) -> SGDSide {
                SGDSide(
                    factors: Matrix(rows: 1, columns: 1, elements: [Float(value)]), factorRegularization: 0,
                    biasRegularization: 0)
            }
            var model = SGDModel(
                users: side(prediction), items: side(1), mean: 0, hasBiases: false, isAdaptive: false, learningRate: 1)
            let pair = SGDRatings(users: [0], items: [0], values: [1], userCount: 1, itemCount: 1)
            let found = model.withKernel { $0.sweepLogistic(pair, range: 0..<1) }.squareRoot()
            #expect(abs(found - logistic(-Double(Float(prediction)))) < 2e-6, "\(prediction)")
        }
    }
}
