import Foundation

/// One row that learns alone, what it meets staying as it is: stochastic gradient descent with logistic slopes and AdaGrad.
///
/// For r̂ = offset + b + x·y and a signed value v, a visit does what one of `SGDKernel`'s does to one of its two rows:
///
///     s = v / (1 + exp(sign(v)·r̂)),   x += η_x (s·y − λ x),   b += η_b (s − λ_b b),   η = rate / √(sum of mean squared gradients)
///
/// The row and its bias start at zero, the sums at one, as in training.
package struct LoneRow {
    package private(set) var factors: [Float]
    package private(set) var bias: Float = 0
    private var factorSum: Float = 1
    private var biasSum: Float = 1
    /// ‖x‖², carried along.
    private var square: Float = 0
    private let regularization: Float
    /// Nil for a row without a bias.
    private let biasRegularization: Float?

    private static let rate: Float = 0.1

    package init(factors count: Int, regularization: Float, biasRegularization: Float?) {
        factors = [Float](repeating: 0, count: count)
        self.regularization = regularization
        self.biasRegularization = biasRegularization
    }

    package mutating func visit(_ opposite: UnsafeBufferPointer<Float>, offset: Float, value: Float) {
        let product = factors.withUnsafeBufferPointer { Self.product($0, opposite) }
        let oppositeSquare = Self.product(opposite, opposite)
        let prediction = offset + bias + product
        let slope = value / (1 + exp(value < 0 ? -prediction : prediction))
        let rate = Self.rate / factorSum.squareRoot()
        let (keep, step) = (1 - rate * regularization, rate * slope)
        let gradient =
            slope * slope * oppositeSquare - 2 * slope * regularization * product
            + regularization * regularization * square
        factorSum += max(gradient, 0) / Float(factors.count)
        square = keep * keep * square + 2 * keep * step * product + step * step * oppositeSquare
        factors.withUnsafeMutableBufferPointer { factors in
            for place in factors.indices { factors[place] = keep * factors[place] + step * opposite[place] }
        }
        guard let biasRegularization else { return }
        let biasGradient = slope - biasRegularization * bias
        bias += Self.rate / biasSum.squareRoot() * biasGradient
        biasSum += biasGradient * biasGradient
    }

    /// x·y, summed in eight lanes.
    static func product(_ x: UnsafeBufferPointer<Float>, _ y: UnsafeBufferPointer<Float>) -> Float {
        precondition(x.count == y.count, "rows of \(x.count) and \(y.count) factors")
        let (left, right) = (UnsafeRawBufferPointer(x), UnsafeRawBufferPointer(y))
        let size = MemoryLayout<SIMD8<Float>>.size
        let whole = left.count / size * size
        var lanes = SIMD8<Float>.zero
        for place in stride(from: 0, to: whole, by: size) {
            lanes +=
                left.loadUnaligned(fromByteOffset: place, as: SIMD8<Float>.self)
                * right.loadUnaligned(fromByteOffset: place, as: SIMD8<Float>.self)
        }
        var sum = lanes.sum()
        for place in whole / MemoryLayout<Float>.size..<x.count { sum += x[place] * y[place] }
        return sum
    }
}
