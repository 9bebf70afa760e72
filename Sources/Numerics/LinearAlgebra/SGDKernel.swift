import CLinearAlgebra

/// A model lent to workers. Sweeps over examples that share no user and no item may run at the same time.
package struct SGDKernel: Sendable {
    struct Penalties: Sendable {
        let factors, biases: Float

        init(_ factors: Float, _ biases: Float) {
            self.factors = factors
            self.biases = biases
        }
    }

    struct Side: Sendable {
        let lines: SharedBuffer<Float>
        let records: SharedBuffer<SGDSide.Record>
        let penalties: Penalties

        init(
            _ lines: UnsafeMutableBufferPointer<Float>,
            _ records: UnsafeMutableBufferPointer<SGDSide.Record>, _ penalties: Penalties
        ) {
            self.lines = SharedBuffer(lines)
            self.records = SharedBuffer(records)
            self.penalties = penalties
        }

        var kernelSide: mercer_sgd_side {
            mercer_sgd_side(
                factors: lines.pointer.baseAddress,
                states: UnsafeMutableRawPointer(records.pointer.baseAddress)?
                    .assumingMemoryBound(to: mercer_sgd_state.self),
                factor_regularization: penalties.factors, bias_regularization: penalties.biases)
        }
    }

    let users, items: Side
    let mean, rate, biasRate: Float
    let factorCount: Int
    let isAdaptive: Bool

    private var model: mercer_sgd_model {
        mercer_sgd_model(
            users: users.kernelSide, items: items.kernelSide, mean: mean, rate: rate, bias_rate: biasRate,
            factor_share: 1 / Float(factorCount), stride: Int32((factorCount + 15) / 16 * 16),
            is_adaptive: isAdaptive ? 1 : 0)
    }
}

// MARK: - Ratings and pairs

// Each takes the C function it runs, so that the tests can hand in the builds other processors get.
extension SGDKernel {
    /// Visits, or looks at, pairs and adds something up.
    package typealias PairSum = (UnsafePointer<mercer_sgd_model>, UnsafePointer<mercer_ratings>) -> Double
    /// Predicts pairs.
    package typealias PairPredictions = (
        UnsafePointer<mercer_sgd_model>, UnsafePointer<mercer_ratings>, UnsafeMutablePointer<Float>
    ) -> Void

    /// Visits `ratings[range]` with squared loss, updating the model; returns Σ e² as seen before each update. The order is
    /// that of `SGDRatings.visitingOrder`.
    package func sweepSquared(
        _ ratings: SGDRatings, range: Range<Int>, by kernel: PairSum = mercer_sgd_sweep_squared
    ) -> Double {
        run(kernel, ratings, range)
    }

    /// Visits `pairs[range]` with logistic loss, updating the model; returns the sum of squared slopes.
    package func sweepLogistic(
        _ pairs: SGDRatings, range: Range<Int>, by kernel: PairSum = mercer_sgd_sweep_logistic
    ) -> Double {
        run(kernel, pairs, range)
    }

    /// Σ e² over `ratings[range]` without updates.
    package func squaredError(
        _ ratings: SGDRatings, range: Range<Int>, by kernel: PairSum = mercer_sgd_squared_error
    ) -> Double {
        run(kernel, ratings, range)
    }

    /// r̂ of each pair.
    package func predictions(_ pairs: SGDRatings, by kernel: PairPredictions = mercer_sgd_predict) -> [Float] {
        checkRows(pairs)
        guard pairs.count > 0 else { return [] }
        return Array(unsafeUninitializedCapacity: pairs.count) { predictions, count in
            withBlock(pairs, 0..<pairs.count) { block in
                var (model, block) = (model, block)
                kernel(&model, &block, predictions.baseAddress!)
            }
            count = pairs.count
        }
    }

    private func run(
        _ kernel: PairSum, _ ratings: SGDRatings, _ range: Range<Int>
    ) -> Double {
        checkRows(ratings)
        precondition(range.lowerBound >= 0 && range.upperBound <= ratings.count, "range outside the ratings")
        guard !range.isEmpty else { return 0 }
        return withBlock(ratings, range) { block in
            var (model, block) = (model, block)
            return kernel(&model, &block)
        }
    }

    private func checkRows(_ ratings: SGDRatings) {
        precondition(
            ratings.userCount <= users.records.count && ratings.itemCount <= items.records.count, "model is too small")
    }

    private func withBlock<Result>(
        _ ratings: SGDRatings, _ range: Range<Int>, _ body: (mercer_ratings) -> Result
    ) -> Result {
        ratings.users.withUnsafeBufferPointer { users in
            ratings.items.withUnsafeBufferPointer { items in
                ratings.values.withUnsafeBufferPointer { values in
                    body(
                        mercer_ratings(
                            users: users.baseAddress! + range.lowerBound, items: items.baseAddress! + range.lowerBound,
                            values: values.baseAddress! + range.lowerBound, count: Int64(range.count)))
                }
            }
        }
    }
}

// MARK: - Triples

extension SGDKernel {
    package typealias TripleSum = (UnsafePointer<mercer_sgd_model>, UnsafePointer<mercer_triples>) -> Double

    /// Visits all triples with the loss of Bayesian personalised ranking; returns the sum of squared slopes.
    package func sweepRanking(_ triples: SGDTriples, by kernel: TripleSum = mercer_sgd_sweep_bpr) -> Double {
        let (userRows, itemRows) = (0..<Int32(users.records.count), 0..<Int32(items.records.count))
        precondition(triples.users.allSatisfy(userRows.contains), "a user outside the model")
        precondition(
            triples.positives.allSatisfy(itemRows.contains) && triples.negatives.allSatisfy(itemRows.contains),
            "an item outside the model")
        return triples.users.withUnsafeBufferPointer { users in
            triples.positives.withUnsafeBufferPointer { positives in
                triples.negatives.withUnsafeBufferPointer { negatives in
                    sweepRanking(
                        mercer_triples(
                            users: users.baseAddress, positives: positives.baseAddress,
                            negatives: negatives.baseAddress, count: Int64(triples.count)), by: kernel)
                }
            }
        }
    }

    /// The same over columns whose rows are known to lie in the model.
    func sweepRanking(_ triples: mercer_triples, by kernel: TripleSum = mercer_sgd_sweep_bpr) -> Double {
        var (model, triples) = (model, triples)
        return triples.count == 0 ? 0 : kernel(&model, &triples)
    }

    /// The same for pairs.
    func sweepLogistic(_ pairs: mercer_ratings) -> Double {
        var (model, pairs) = (model, pairs)
        return pairs.count == 0 ? 0 : mercer_sgd_sweep_logistic(&model, &pairs)
    }
}

// MARK: - Squares

extension SGDKernel {
    package typealias SquareRefresh = (
        UnsafePointer<mercer_sgd_model>, UnsafePointer<mercer_sgd_side>, Int64, Int64
    ) -> Void

    /// Computes ‖p_u‖² of some users afresh.
    package func refreshSquares(ofUsers rows: Range<Int>, by kernel: SquareRefresh = mercer_sgd_refresh_squares) {
        refreshSquares(users, rows, kernel)
    }

    /// Computes ‖q_i‖² of some items afresh.
    package func refreshSquares(ofItems rows: Range<Int>, by kernel: SquareRefresh = mercer_sgd_refresh_squares) {
        refreshSquares(items, rows, kernel)
    }

    private func refreshSquares(_ side: Side, _ rows: Range<Int>, _ kernel: SquareRefresh) {
        precondition(rows.lowerBound >= 0 && rows.upperBound <= side.records.count, "rows outside the model")
        guard !rows.isEmpty else { return }
        var (model, side) = (model, side.kernelSide)
        kernel(&model, &side, Int64(rows.lowerBound), Int64(rows.upperBound))
    }
}
