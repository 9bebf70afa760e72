import Factorization
import Foundation
import Testing

@Suite struct LoneRowTests {
    /// From zero: r̂ = ln 3, s = 1 / (1 + 3) = 1/4, and all moves are 0.1 · s · what is opposite.
    @Test func firstVisitByHand() {
        var row = LoneRow(factors: 2, regularization: 0.5, biasRegularization: 0.5)
        visit(&row, [4, -8], offset: log(3), value: 1)
        #expect(isNear(row.factors[0], 0.1) && isNear(row.factors[1], -0.2) && isNear(row.bias, 0.025))
    }

    /// A value of −2: s = −2 / (1 + exp(−r̂)) = −2 · 3/4 at r̂ = ln 3; without a bias.
    @Test func unseenPairsPushAway() {
        var row = LoneRow(factors: 1, regularization: 0, biasRegularization: nil)
        visit(&row, [2], offset: log(3), value: -2)
        #expect(isNear(row.factors[0], -0.3) && row.bias == 0)
    }

    /// The written equations over many visits, with the row's square summed afresh, for lengths around whole vectors.
    @Test(arguments: [1, 7, 8, 9, 19])
    func agreesWithTheEquations(count: Int) {
        var row = LoneRow(factors: count, regularization: 0.02, biasRegularization: 0.03)
        var (x, bias, sum, biasSum) = ([Double](repeating: 0, count: count), 0.0, 1.0, 1.0)
        for time in 0..<50 {
            let opposite = (0..<count).map { Float((time * 7 + $0 * 5) % 11) / 5 - 1 }
            let value: Float = time % 3 == 0 ? 3 : -1
            visit(&row, opposite, offset: 0.25, value: value)
            let y = opposite.map(Double.init)
            let prediction = 0.25 + bias + zip(x, y).reduce(0) { $0 + $1.0 * $1.1 }
            let slope = Double(value) / (1 + exp(value < 0 ? -prediction : prediction))
            let gradient = zip(x, y).map { slope * $1 - 0.02 * $0 }
            let biasGradient = slope - 0.03 * bias
            for place in 0..<count { x[place] += 0.1 / sum.squareRoot() * gradient[place] }
            bias += 0.1 / biasSum.squareRoot() * biasGradient
            sum += gradient.reduce(0) { $0 + $1 * $1 } / Double(count)
            biasSum += biasGradient * biasGradient
        }
        for (found, expected) in zip(row.factors, x) { #expect(abs(Double(found) - expected) < 1e-4) }
        #expect(abs(Double(row.bias) - bias) < 1e-4)
    }

    private func visit(_ row: inout LoneRow, _ opposite: [Float], offset: Float, value: Float) {
        opposite.withUnsafeBufferPointer { row.visit($0, offset: offset, value: value) }
    }

    private func isNear(_ found: Float, _ expected: Float) -> Bool { abs(found - expected) < 1e-6 }
}
