import LinearAlgebra
import Modelling

/// Observed pairs of implicit feedback, each visited together with items drawn for it.
///
/// In each epoch the items are dealt out at random to bands of equal size, the pairs are cut into a grid by them, and a
/// pair's unseen items are drawn from its own item's band. So blocks of a stratum still share no row, and over the epochs
/// every unseen item is equally likely to be drawn for a pair. A user who has seen (nearly) the whole band goes without.
struct SampledExamples: Sendable {
    private let matrix: SparseMatrix
    private let loss: SGDLoss
    private let evaluation: EvaluationSample

    init(_ matrix: SparseMatrix, loss: SGDLoss, random: RandomSource) {
        self.matrix = matrix
        self.loss = loss
        evaluation = EvaluationSample(of: matrix, loss: loss, random: random.split(stream: Self.evaluationStream))
    }

    /// The random stream of the evaluation sample; 0, 1 and 2 are the starting factors and the order of strata.
    private static let evaluationStream: UInt64 = 3

    /// One epoch; returns the sum of squared slopes.
    func sweep(_ model: inout SGDModel, random: RandomSource, pool: WorkerPool) throws -> Double {
        var random = random
        let bands = RatingGrid.randomItemBands(itemCount: matrix.columns, random: &random)
        let grid = try RatingGrid(matrix, itemBands: bands, pool: pool)
        let sampler = SGDSampler(pairs: grid.ratings, bands: bands, seed: random.next())
        let (loss, itemCount) = (loss, matrix.columns)
        return try model.withKernel { kernel in
            try grid.sweep(
                random: random, pool: pool, makeScratch: { SGDSampler.Scratch(itemCount: itemCount) }
            ) { range, band, scratch in
                switch loss {
                case .logistic(let negatives):
                    sampler.sweepLogistic(kernel, range: range, band: band, negativeCount: negatives, &scratch)
                case .bpr, .squared:
                    sampler.sweepRanking(kernel, range: range, band: band, &scratch)
                }
            }
        }
    }

    /// The loss on the evaluation sample.
    func meanLoss(_ model: inout SGDModel) -> Double? {
        model.withKernel { evaluation.meanLoss($0) }
    }
}
