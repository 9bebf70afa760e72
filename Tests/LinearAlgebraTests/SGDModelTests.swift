import LinearAlgebra
import Testing

@Suite struct SGDModelTests {
    static let ratings: SGDRatings = {
        var random = RandomSource(seed: 21)
        let count = 400
        return SGDRatings(
            users: (0..<count).map { _ in Int32(random.integer(below: 12)) },
            items: (0..<count).map { _ in Int32(random.integer(below: 9)) },
            values: (0..<count).map { _ in 1 + 4 * random.uniformFloat() }, userCount: 12, itemCount: 9)
    }()

    static func model(factors: Int, hasBiases: Bool, accumulatorStart: Float?) -> SGDModel {
        var random = RandomSource(seed: 22)
        func side(rows: Int) -> SGDSide {
            SGDSide(
                factors: .gaussian(rows: rows, columns: factors, standardDeviation: 0.1, random: &random),
                hasBiases: hasBiases, accumulatorStart: accumulatorStart, factorRegularization: 0.03,
                biasRegularization: 0.02)
        }
        return SGDModel(users: side(rows: 12), items: side(rows: 9), mean: 3, learningRate: 0.05)
    }

    @Test(
        arguments: [1, 15, 16, 17, 32, 64, 128, 513],
        [(true, 1.0), (true, nil), (false, 0.5), (false, nil)] as [(Bool, Float?)])
    func sweepMatchesTheTwin(factors: Int, setting: (hasBiases: Bool, start: Float?)) {
        var model = Self.model(factors: factors, hasBiases: setting.hasBiases, accumulatorStart: setting.start)
        var twin = model
        let found = model.withKernel { $0.sweep(Self.ratings, range: 3..<400) }
        let expected = sweepSlowly(&twin, Self.ratings, range: 3..<400)
        #expect(abs(found - expected) < 1e-3 * expected)
        expectClose(model.users.factors.elements, twin.users.factors.elements.map(Double.init), tolerance: 1e-3, "p")
        expectClose(model.items.factors.elements, twin.items.factors.elements.map(Double.init), tolerance: 1e-3, "q")
        expectClose(model.users.biases, twin.users.biases.map(Double.init), tolerance: 1e-3, "user biases")
        expectClose(model.items.biases, twin.items.biases.map(Double.init), tolerance: 1e-3, "item biases")
        expectClose(
            model.users.factorAccumulators + model.items.biasAccumulators,
            (twin.users.factorAccumulators + twin.items.biasAccumulators).map(Double.init), tolerance: 1e-3, "sums")
    }

    @Test func squaredErrorChangesNothing() {
        var model = Self.model(factors: 20, hasBiases: true, accumulatorStart: 1)
        let before = model
        let error = model.withKernel { $0.squaredError(Self.ratings, range: 0..<400) }
        #expect(model.users.factors == before.users.factors && model.items.biases == before.items.biases)
        let expected = (0..<400).reduce(0.0) { sum, at in
            let e = Double(residual(before, Self.ratings, at))
            return sum + e * e
        }
        #expect(abs(error - expected) < 1e-4 * expected)
        #expect(model.withKernel { $0.sweep(Self.ratings, range: 5..<5) } == 0)
    }

    /// One user, one item, one factor, rate 0.1, λ 0.5: e = 4 − (1 + 2·1) = 1, p = 2 + 0.1(1·1 − 0.5·2) = 2,
    /// q = 1 + 0.1(1·2 − 0.5·1) = 1.15.
    @Test func oneUpdateByHand() {
        func side(_ value: Float) -> SGDSide {
            SGDSide(
                factors: Matrix(rows: 1, columns: 1, elements: [value]), hasBiases: false, accumulatorStart: nil,
                factorRegularization: 0.5, biasRegularization: 0)
        }
        var model = SGDModel(users: side(2), items: side(1), mean: 1, learningRate: 0.1)
        let rating = SGDRatings(users: [0], items: [0], values: [4], userCount: 1, itemCount: 1)
        #expect(model.withKernel { $0.sweep(rating, range: 0..<1) } == 1)
        #expect(abs(model.users.factors[0, 0] - 2) < 1e-6 && abs(model.items.factors[0, 0] - 1.15) < 1e-6)
    }
}

/// r − r̂ by the equation.
private func residual(_ model: SGDModel, _ ratings: SGDRatings, _ at: Int) -> Float {
    let (user, item) = (Int(ratings.users[at]), Int(ratings.items[at]))
    let dot = zip(model.users.factors.row(user), model.items.factors.row(item)).reduce(Float(0)) { $0 + $1.0 * $1.1 }
    let biases = model.users.biases.isEmpty ? 0 : model.users.biases[user] + model.items.biases[item]
    return ratings.values[at] - (model.mean + biases + dot)
}

/// The slow twin of the sweep: one rating after another, every update from the values before it.
private func sweepSlowly(_ model: inout SGDModel, _ ratings: SGDRatings, range: Range<Int>) -> Double {
    var sum = 0.0
    for at in range {
        let (user, item) = (Int(ratings.users[at]), Int(ratings.items[at]))
        let error = residual(model, ratings, at)
        sum += Double(error) * Double(error)
        let (p, q) = (Array(model.users.factors.row(user)), Array(model.items.factors.row(item)))
        update(&model.users, row: user, own: p, opposite: q, error: error, rate: model.learningRate)
        update(&model.items, row: item, own: q, opposite: p, error: error, rate: model.learningRate)
    }
    return sum
}

private func update(_ side: inout SGDSide, row: Int, own: [Float], opposite: [Float], error: Float, rate: Float) {
    let gradient = zip(own, opposite).map { error * $1 - side.factorRegularization * $0 }
    let isAdaptive = !side.factorAccumulators.isEmpty
    let factorRate = isAdaptive ? rate / side.factorAccumulators[row].squareRoot() : rate
    for k in own.indices { side.factors[row, k] = own[k] + factorRate * gradient[k] }
    if isAdaptive {
        side.factorAccumulators[row] += gradient.reduce(0) { $0 + $1 * $1 } / Float(own.count)
    }
    guard !side.biases.isEmpty else { return }
    let biasGradient = error - side.biasRegularization * side.biases[row]
    side.biases[row] += (isAdaptive ? rate / side.biasAccumulators[row].squareRoot() : rate) * biasGradient
    if isAdaptive { side.biasAccumulators[row] += biasGradient * biasGradient }
}
