/// A biased matrix factorisation in training: r̂ = μ + b_u + b_i + p_u · q_i.
package struct SGDModel: Sendable {
    package var users: SGDSide
    package var items: SGDSide
    /// μ
    package let mean: Float
    /// Without them, both sides' biases stay zero.
    package let hasBiases: Bool
    /// AdaGrad, or the plain learning rate.
    package let isAdaptive: Bool
    package var learningRate: Float

    /// A model; both sides must have equally many factors.
    package init(
        users: SGDSide, items: SGDSide, mean: Float, hasBiases: Bool, isAdaptive: Bool, learningRate: Float
    ) {
        precondition(users.factorCount == items.factorCount, "both sides need equally many factors")
        self.users = users
        self.items = items
        self.mean = mean
        self.hasBiases = hasBiases
        self.isAdaptive = isAdaptive
        self.learningRate = learningRate
        withKernel { kernel in
            kernel.refreshSquares(ofUsers: 0..<users.rowCount)
            kernel.refreshSquares(ofItems: 0..<items.rowCount)
        }
    }

    /// Lends the model to workers for the length of `body`; the kernel must not leave it.
    package mutating func withKernel<Result>(_ body: (SGDKernel) throws -> Result) rethrows -> Result {
        let (mean, rate, biasRate) = (mean, learningRate, hasBiases ? learningRate : 0)
        let (factorCount, isAdaptive) = (users.factorCount, isAdaptive)
        let userPenalties = SGDKernel.Penalties(users.factorRegularization, users.biasRegularization)
        let itemPenalties = SGDKernel.Penalties(items.factorRegularization, items.biasRegularization)
        return try users.lines.withUnsafeMutableBufferPointer { userLines in
            try users.records.withUnsafeMutableBufferPointer { userRecords in
                try items.lines.withUnsafeMutableBufferPointer { itemLines in
                    try items.records.withUnsafeMutableBufferPointer { itemRecords in
                        try body(
                            SGDKernel(
                                users: .init(userLines, userRecords, userPenalties),
                                items: .init(itemLines, itemRecords, itemPenalties), mean: mean, rate: rate,
                                biasRate: biasRate, factorCount: factorCount, isAdaptive: isAdaptive))
                    }
                }
            }
        }
    }

    /// Recomputes the squared norms that sweeps carry along, which rounding lets drift a little: 1e-4 in ten epochs.
    package mutating func refreshSquares(pool: WorkerPool) throws {
        let (userCount, itemCount) = (users.rowCount, items.rowCount)
        try withKernel { kernel in
            try pool.forEachChunk(count: userCount, chunkSize: 4096) { rows, _ in kernel.refreshSquares(ofUsers: rows) }
            try pool.forEachChunk(count: itemCount, chunkSize: 4096) { rows, _ in kernel.refreshSquares(ofItems: rows) }
        }
    }
}
