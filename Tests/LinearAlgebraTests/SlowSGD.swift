import Foundation
import LinearAlgebra

/// The slow twin of the sweeps: one example after another in double precision, every update from the values before it.
struct SlowSGD {
    struct Side {
        var factors: [[Double]]
        var biases: [Double]
        var factorSums: [Double]
        var biasSums: [Double]
        let penalty: Double
        let biasPenalty: Double

        init(_ side: SGDSide) {
            factors = (0..<side.rowCount).map { side.factors.row($0).map(Double.init) }
            biases = side.biases.map(Double.init)
            factorSums = side.factorAccumulators.map(Double.init)
            biasSums = side.biasAccumulators.map(Double.init)
            penalty = Double(side.factorRegularization)
            biasPenalty = Double(side.biasRegularization)
        }

        /// x += η (slope · opposite − λx), with AdaGrad's η where `isAdaptive`.
        mutating func move(_ row: Int, slope: Double, opposite: [Double], rate: Double, isAdaptive: Bool) {
            let gradient = zip(factors[row], opposite).map { slope * $1 - penalty * $0 }
            let step = isAdaptive ? rate / factorSums[row].squareRoot() : rate
            factors[row] = zip(factors[row], gradient).map { $0 + step * $1 }
            factorSums[row] += gradient.reduce(0) { $0 + $1 * $1 } / Double(gradient.count)
        }

        mutating func moveBias(_ row: Int, slope: Double, rate: Double, isAdaptive: Bool) {
            let gradient = slope - biasPenalty * biases[row]
            biases[row] += (isAdaptive ? rate / biasSums[row].squareRoot() : rate) * gradient
            biasSums[row] += gradient * gradient
        }
    }

    var users: Side
    var items: Side
    let mean: Double
    let rate: Double
    let hasBiases: Bool
    let isAdaptive: Bool

    init(_ model: SGDModel) {
        users = Side(model.users)
        items = Side(model.items)
        mean = Double(model.mean)
        rate = Double(model.learningRate)
        hasBiases = model.hasBiases
        isAdaptive = model.isAdaptive
    }

    func prediction(_ user: Int, _ item: Int) -> Double {
        mean + users.biases[user] + items.biases[item] + dot(users.factors[user], items.factors[item])
    }

    /// Visits pairs; `slope` is −∂loss/∂r̂ given the prediction and the value. Returns Σ slope².
    mutating func sweep(_ pairs: SGDRatings, _ range: Range<Int>, slope: (Double, Double) -> Double) -> Double {
        SGDRatings.visitingOrder(of: range).reduce(0) { sum, place in
            let (user, item) = (Int(pairs.users[place]), Int(pairs.items[place]))
            let slope = slope(prediction(user, item), Double(pairs.values[place]))
            let (p, q) = (users.factors[user], items.factors[item])
            users.move(user, slope: slope, opposite: q, rate: rate, isAdaptive: isAdaptive)
            items.move(item, slope: slope, opposite: p, rate: rate, isAdaptive: isAdaptive)
            let biasRate = hasBiases ? rate : 0
            users.moveBias(user, slope: slope, rate: biasRate, isAdaptive: isAdaptive)
            items.moveBias(item, slope: slope, rate: biasRate, isAdaptive: isAdaptive)
            return sum + slope * slope
        }
    }

    /// Visits triples with the loss of Bayesian personalised ranking.
    mutating func sweep(_ triples: SGDTriples) -> Double {
        SGDRatings.visitingOrder(of: 0..<triples.count).reduce(0) { sum, place in
            let user = Int(triples.users[place])
            let (above, below) = (Int(triples.positives[place]), Int(triples.negatives[place]))
            let slope = logistic(prediction(user, below) - prediction(user, above))
            let (p, q, r) = (users.factors[user], items.factors[above], items.factors[below])
            users.move(
                user, slope: slope, opposite: zip(q, r).map { $0 - $1 }, rate: rate, isAdaptive: isAdaptive)
            items.move(above, slope: slope, opposite: p, rate: rate, isAdaptive: isAdaptive)
            items.move(below, slope: -slope, opposite: p, rate: rate, isAdaptive: isAdaptive)
            let biasRate = hasBiases ? rate : 0
            items.moveBias(above, slope: slope, rate: biasRate, isAdaptive: isAdaptive)
            items.moveBias(below, slope: -slope, rate: biasRate, isAdaptive: isAdaptive)
            return sum + slope * slope
        }
    }
}

/// −∂/∂r̂ of ½ (r − r̂)².
func squaredSlope(_ prediction: Double, _ rating: Double) -> Double { rating - prediction }

/// −∂/∂r̂ of |v| · softplus(−sign(v) · r̂).
func logisticSlope(_ prediction: Double, _ value: Double) -> Double {
    value < 0 ? value * logistic(prediction) : value * logistic(-prediction)
}

/// 1 / (1 + e⁻ˣ).
func logistic(_ x: Double) -> Double { 1 / (1 + exp(-x)) }

private func dot(_ left: [Double], _ right: [Double]) -> Double { zip(left, right).reduce(0) { $0 + $1.0 * $1.1 } }
