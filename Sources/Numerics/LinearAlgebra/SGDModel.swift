import CLinearAlgebra

/// Ratings in visiting order, checked once against the sizes of the model they train.
package struct SGDRatings: Sendable {
    package let users: [Int32]
    package let items: [Int32]
    package let values: [Float]
    let userCount: Int
    let itemCount: Int

    /// Ratings with dense user and item rows.
    package init(users: [Int32], items: [Int32], values: [Float], userCount: Int, itemCount: Int) {
        precondition(users.count == items.count && items.count == values.count, "rating columns differ in length")
        precondition(users.allSatisfy { $0 >= 0 && $0 < userCount }, "a user outside 0..<\(userCount)")
        precondition(items.allSatisfy { $0 >= 0 && $0 < itemCount }, "an item outside 0..<\(itemCount)")
        self.users = users
        self.items = items
        self.values = values
        self.userCount = userCount
        self.itemCount = itemCount
    }

    /// Number of ratings.
    package var count: Int { values.count }
}

/// What stochastic gradient descent learns for one side, users or items.
package struct SGDSide: Sendable {
    /// One row of factors per user or item.
    package var factors: Matrix
    /// One bias per row; empty for a model without biases.
    package var biases: [Float]
    /// AdaGrad's sums per row, starting above zero; empty for a plain learning rate.
    package var factorAccumulators: [Float]
    /// AdaGrad's sums for the biases; as long as `biases` whenever `factorAccumulators` is not empty.
    package var biasAccumulators: [Float]
    package var factorRegularization: Float
    package var biasRegularization: Float

    /// A side with zero biases; `accumulatorStart` above zero turns AdaGrad on.
    package init(
        factors: Matrix, hasBiases: Bool, accumulatorStart: Float?, factorRegularization: Float,
        biasRegularization: Float
    ) {
        precondition(accumulatorStart.map { $0 > 0 } ?? true, "an accumulator must start above zero")
        self.factors = factors
        biases = hasBiases ? Array(repeating: 0, count: factors.rows) : []
        factorAccumulators = accumulatorStart.map { Array(repeating: $0, count: factors.rows) } ?? []
        biasAccumulators = hasBiases ? factorAccumulators : []
        self.factorRegularization = factorRegularization
        self.biasRegularization = biasRegularization
    }

    /// Lends this side's memory to the kernel.
    fileprivate mutating func withKernelSide<Result>(_ body: (SGDKernel.Side) throws -> Result) rethrows -> Result {
        let rows = factors.rows
        precondition(biases.isEmpty || biases.count == rows, "one bias per row")
        precondition(factorAccumulators.isEmpty || factorAccumulators.count == rows, "one accumulator per row")
        precondition(
            factorAccumulators.isEmpty || biases.count == biasAccumulators.count, "one accumulator per bias")
        let (factorRegularization, biasRegularization) = (factorRegularization, biasRegularization)
        return try factors.withUnsafeMutableBufferPointer { factors in
            try biases.withUnsafeMutableBufferPointer { biases in
                try factorAccumulators.withUnsafeMutableBufferPointer { factorAccumulators in
                    try biasAccumulators.withUnsafeMutableBufferPointer { biasAccumulators in
                        try body(
                            SGDKernel.Side(
                                factors: SharedBuffer(factors), biases: SharedBuffer(biases),
                                factorAccumulators: SharedBuffer(factorAccumulators),
                                biasAccumulators: SharedBuffer(biasAccumulators),
                                factorRegularization: factorRegularization, biasRegularization: biasRegularization,
                                rowCount: rows))
                    }
                }
            }
        }
    }
}

/// A biased matrix factorisation in training: r̂ = μ + b_u + b_i + p_u · q_i.
package struct SGDModel: Sendable {
    package var users: SGDSide
    package var items: SGDSide
    package var mean: Float
    package var learningRate: Float

    /// A model; both sides must have equally many factors.
    package init(users: SGDSide, items: SGDSide, mean: Float, learningRate: Float) {
        precondition(users.factors.columns == items.factors.columns, "both sides need equally many factors")
        self.users = users
        self.items = items
        self.mean = mean
        self.learningRate = learningRate
    }

    /// Lends the model to workers for the length of `body`; the kernel must not leave it.
    package mutating func withKernel<Result>(_ body: (SGDKernel) throws -> Result) rethrows -> Result {
        let (mean, learningRate, factors) = (mean, learningRate, users.factors.columns)
        return try users.withKernelSide { users in
            try items.withKernelSide { items in
                try body(
                    SGDKernel(users: users, items: items, mean: mean, learningRate: learningRate, factors: factors))
            }
        }
    }
}

/// A model lent to workers. Sweeps over blocks of ratings that share no user and no item may run at the same time.
package struct SGDKernel: Sendable {
    struct Side: Sendable {
        let factors, biases, factorAccumulators, biasAccumulators: SharedBuffer<Float>
        let factorRegularization, biasRegularization: Float
        let rowCount: Int

        var kernelSide: mercer_sgd_side {
            mercer_sgd_side(
                factors: factors.pointer.baseAddress, biases: biases.addressOrNull,
                factor_accumulators: factorAccumulators.addressOrNull,
                bias_accumulators: biasAccumulators.addressOrNull,
                factor_regularization: factorRegularization, bias_regularization: biasRegularization)
        }
    }

    let users, items: Side
    let mean, learningRate: Float
    let factors: Int

    /// Visits `ratings[range]` in order, updating the model; returns Σ e² as seen before each update.
    package func sweep(_ ratings: SGDRatings, range: Range<Int>) -> Double {
        run(mercer_sgd_sweep_squared, ratings, range)
    }

    /// Σ e² over `ratings[range]` without updates.
    package func squaredError(_ ratings: SGDRatings, range: Range<Int>) -> Double {
        run(mercer_sgd_squared_error, ratings, range)
    }

    private func run(
        _ kernel: (UnsafePointer<mercer_sgd_model>, UnsafePointer<mercer_ratings>) -> Double, _ ratings: SGDRatings,
        _ range: Range<Int>
    ) -> Double {
        precondition(ratings.userCount <= users.rowCount && ratings.itemCount <= items.rowCount, "model is too small")
        precondition(range.lowerBound >= 0 && range.upperBound <= ratings.count, "range outside the ratings")
        guard !range.isEmpty else { return 0 }
        return ratings.users.withUnsafeBufferPointer { ratingUsers in
            ratings.items.withUnsafeBufferPointer { ratingItems in
                ratings.values.withUnsafeBufferPointer { values in
                    var model = mercer_sgd_model(
                        users: users.kernelSide, items: items.kernelSide, mean: mean, learning_rate: learningRate,
                        factors: Int32(factors))
                    var block = mercer_ratings(
                        users: ratingUsers.baseAddress! + range.lowerBound,
                        items: ratingItems.baseAddress! + range.lowerBound,
                        values: values.baseAddress! + range.lowerBound, count: Int64(range.count))
                    return kernel(&model, &block)
                }
            }
        }
    }
}

extension SharedBuffer {
    /// The address for a kernel that takes null for "none".
    fileprivate var addressOrNull: UnsafeMutablePointer<Element>? { count == 0 ? nil : pointer.baseAddress }
}
