import Foundation
import LinearAlgebra
import Modelling

/// The examples a sampled loss is reported on, the same after every epoch.
///
/// The pairs are training pairs, which every epoch visits, so the loss is one of training. Their unseen items are drawn
/// from a random stream of their own, though an epoch may happen to draw some of the same.
///
/// Up to 65,536 observed pairs spread evenly over all of them, at most every 16th of many so that reporting stays cheap,
/// each with unseen items drawn uniformly for it. The reported loss is the mean over those pairs of what a pair adds to the
/// objective, without the penalty:
///
///     logistic: w · softplus(−r̂_ui) + Σ over the drawn j of softplus(r̂_uj)       bpr: softplus(r̂_uj − r̂_ui)
package struct EvaluationSample: Sendable {
    private let loss: SGDLoss
    /// Each pair, followed by the items drawn for it with weight −1.
    package let examples: SGDRatings
    /// How many examples each pair has, itself included.
    package let exampleCounts: [Int]

    private static let mostPairs = 65_536
    private static let fewestPairs = 1024

    /// A pair that finds no unseen item is left out for `bpr`, and stands alone for `logistic`.
    package init(of matrix: SparseMatrix, loss: SGDLoss, random: RandomSource) {
        self.loss = loss
        let negatives = if case .logistic(let count) = loss { count } else { 1 }
        let count = min(matrix.count, max(Self.fewestPairs, min(Self.mostPairs, matrix.count / 16)))
        var builder = Builder()
        var user = 0
        for sample in 0..<count {
            let entry = sample * matrix.count / count
            while matrix.offsets[user + 1] <= entry { user += 1 }
            var random = random.split(stream: UInt64(entry))
            let drawn = (0..<negatives).compactMap { _ in matrix.drawColumn(missingFrom: user, &random) }
            if drawn.isEmpty, loss == .bpr { continue }
            builder.add(user: user, item: matrix.indices[entry], weight: matrix.values[entry], drawn: drawn)
        }
        examples = SGDRatings(
            users: builder.users, items: builder.items, values: builder.values, userCount: matrix.rows,
            itemCount: matrix.columns)
        exampleCounts = builder.counts
    }

    /// The mean loss of a pair; nil where there is none to evaluate.
    package func meanLoss(_ kernel: SGDKernel) -> Double? {
        guard !exampleCounts.isEmpty else { return nil }
        let predictions = kernel.predictions(examples)
        var place = 0
        var sum = 0.0
        for count in exampleCounts {
            let examples = place..<place + count
            sum += loss == .bpr ? rankingLoss(predictions, place) : logisticLoss(predictions, examples)
            place += count
        }
        return sum / Double(exampleCounts.count)
    }

    private func rankingLoss(_ predictions: [Float], _ place: Int) -> Double {
        Self.softplus(Double(predictions[place + 1]) - Double(predictions[place]))
    }

    private func logisticLoss(_ predictions: [Float], _ places: Range<Int>) -> Double {
        places.reduce(0) { sum, place in
            let value = Double(examples.values[place])
            return sum + abs(value)
                * Self.softplus(value < 0 ? Double(predictions[place]) : -Double(predictions[place]))
        }
    }

    /// ln(1 + eˣ) without overflow.
    private static func softplus(_ x: Double) -> Double { max(x, 0) + log1p(exp(-abs(x))) }

    private struct Builder {
        var users: [Int32] = []
        var items: [Int32] = []
        var values: [Float] = []
        var counts: [Int] = []

        mutating func add(user: Int, item: Int32, weight: Float, drawn: [Int32]) {
            users.append(contentsOf: repeatElement(Int32(user), count: 1 + drawn.count))
            items.append(item)
            items.append(contentsOf: drawn)
            values.append(weight)
            values.append(contentsOf: repeatElement(-1, count: drawn.count))
            counts.append(1 + drawn.count)
        }
    }
}
