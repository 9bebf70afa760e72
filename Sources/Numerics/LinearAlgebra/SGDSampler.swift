import CLinearAlgebra

/// Draws items a user has not seen, block by block of a grid: pairs (user, item) ordered by user, whose block holds every
/// pair of its users with the items of its band. Draws depend on the seed and a pair's position alone.
package struct SGDSampler: Sendable {
    /// The observed pairs, with their weights.
    package let pairs: SGDRatings
    /// The items of each band; together all items, each once.
    package let bands: [[Int32]]
    /// Of the epoch.
    package let seed: UInt64

    package init(pairs: SGDRatings, bands: [[Int32]], seed: UInt64) {
        let itemRows = 0..<Int32(pairs.itemCount)
        precondition(bands.allSatisfy { $0.allSatisfy(itemRows.contains) }, "an item outside 0..<\(pairs.itemCount)")
        self.pairs = pairs
        self.bands = bands
        self.seed = seed
    }

    /// A worker's memory: columns for the examples of one block, and who has been seen with what.
    package struct Scratch: Sendable {
        /// The last user known to have seen an item. What an earlier block left is still true.
        fileprivate var seenBy: [Int32]
        fileprivate var users: [Int32] = []
        fileprivate var items: [Int32] = []
        fileprivate var negatives: [Int32] = []
        fileprivate var values: [Float] = []

        package init(itemCount: Int) {
            seenBy = Array(repeating: -1, count: itemCount)
        }

        fileprivate mutating func reserve(triples count: Int) {
            grow(&users, to: count, 0)
            grow(&items, to: count, 0)
            grow(&negatives, to: count, 0)
        }

        fileprivate mutating func reserve(pairs count: Int) {
            grow(&users, to: count, 0)
            grow(&items, to: count, 0)
            grow(&values, to: count, 0)
        }

        private func grow<Element>(_ column: inout [Element], to count: Int, _ filler: Element) {
            if column.count < count { column = Array(repeating: filler, count: count) }
        }
    }
}

// MARK: - Triples

extension SGDSampler {
    /// One triple for each pair of `range`, in order; pairs whose user has seen nearly the whole band may have none.
    package func triples(of range: Range<Int>, band: Int, _ scratch: inout Scratch) -> SGDTriples {
        withTriples(of: range, band: band, &scratch) { triples in
            let count = Int(triples.count)
            return SGDTriples(
                users: Array(UnsafeBufferPointer(start: triples.users, count: count)),
                positives: Array(UnsafeBufferPointer(start: triples.positives, count: count)),
                negatives: Array(UnsafeBufferPointer(start: triples.negatives, count: count)))
        }
    }

    /// Draws the triples of a block and visits them; returns the sum of squared slopes.
    package func sweepRanking(_ kernel: SGDKernel, range: Range<Int>, band: Int, _ scratch: inout Scratch) -> Double {
        checkRows(kernel)
        return withTriples(of: range, band: band, &scratch) { kernel.sweepRanking($0) }
    }

    private func withTriples<Result>(
        of range: Range<Int>, band: Int, _ scratch: inout Scratch, _ body: (mercer_triples) -> Result
    ) -> Result {
        scratch.reserve(triples: range.count)
        return withBlock(range, band: band, &scratch.seenBy) { sampler, block in
            scratch.users.withUnsafeMutableBufferPointer { users in
                scratch.items.withUnsafeMutableBufferPointer { positives in
                    scratch.negatives.withUnsafeMutableBufferPointer { negatives in
                        var (sampler, block) = (sampler, block)
                        let count = mercer_sgd_sample_triples(
                            &sampler, &block, users.baseAddress, positives.baseAddress, negatives.baseAddress)
                        return body(
                            mercer_triples(
                                users: users.baseAddress, positives: positives.baseAddress,
                                negatives: negatives.baseAddress, count: count))
                    }
                }
            }
        }
    }
}

// MARK: - Pairs

extension SGDSampler {
    /// Each pair of `range` with its weight, followed by up to `negativeCount` drawn items with weight −1.
    package func pairs(
        of range: Range<Int>, band: Int, negativeCount: Int, _ scratch: inout Scratch
    ) -> SGDRatings {
        withPairs(of: range, band: band, negativeCount: negativeCount, &scratch) { drawn in
            let count = Int(drawn.count)
            return SGDRatings(
                users: Array(UnsafeBufferPointer(start: drawn.users, count: count)),
                items: Array(UnsafeBufferPointer(start: drawn.items, count: count)),
                values: Array(UnsafeBufferPointer(start: drawn.values, count: count)), userCount: pairs.userCount,
                itemCount: pairs.itemCount)
        }
    }

    /// Draws the pairs of a block and visits them with logistic loss; returns the sum of squared slopes.
    package func sweepLogistic(
        _ kernel: SGDKernel, range: Range<Int>, band: Int, negativeCount: Int, _ scratch: inout Scratch
    ) -> Double {
        checkRows(kernel)
        return withPairs(of: range, band: band, negativeCount: negativeCount, &scratch) { kernel.sweepLogistic($0) }
    }

    private func withPairs<Result>(
        of range: Range<Int>, band: Int, negativeCount: Int, _ scratch: inout Scratch,
        _ body: (mercer_ratings) -> Result
    ) -> Result {
        precondition(negativeCount >= 0, "no fewer negatives than none")
        scratch.reserve(pairs: range.count * (1 + negativeCount))
        return withBlock(range, band: band, &scratch.seenBy) { sampler, block in
            scratch.users.withUnsafeMutableBufferPointer { users in
                scratch.items.withUnsafeMutableBufferPointer { items in
                    scratch.values.withUnsafeMutableBufferPointer { values in
                        var (sampler, block) = (sampler, block)
                        let count = mercer_sgd_sample_pairs(
                            &sampler, &block, Int32(negativeCount), users.baseAddress, items.baseAddress,
                            values.baseAddress)
                        return body(
                            mercer_ratings(
                                users: users.baseAddress, items: items.baseAddress, values: values.baseAddress,
                                count: count))
                    }
                }
            }
        }
    }
}

// MARK: - Blocks

extension SGDSampler {
    private func checkRows(_ kernel: SGDKernel) {
        precondition(
            pairs.userCount <= kernel.users.records.count && pairs.itemCount <= kernel.items.records.count,
            "model is too small")
    }

    private func withBlock<Result>(
        _ range: Range<Int>, band: Int, _ seenBy: inout [Int32],
        _ body: (mercer_sgd_sampler, mercer_ratings) -> Result
    ) -> Result {
        precondition(range.lowerBound >= 0 && range.upperBound <= pairs.count, "range outside the pairs")
        precondition(seenBy.count >= pairs.itemCount, "scratch made for fewer items")
        return seenBy.withUnsafeMutableBufferPointer { seenBy in
            bands[band].withUnsafeBufferPointer { candidates in
                pairs.users.withUnsafeBufferPointer { users in
                    pairs.items.withUnsafeBufferPointer { items in
                        pairs.values.withUnsafeBufferPointer { values in
                            func start<Element>(_ column: UnsafeBufferPointer<Element>) -> UnsafePointer<Element>? {
                                column.baseAddress.map { $0 + range.lowerBound }
                            }
                            let sampler = mercer_sgd_sampler(
                                candidates: candidates.baseAddress, candidate_count: Int64(candidates.count),
                                seed: seed, first: Int64(range.lowerBound), seen_by: seenBy.baseAddress)
                            let block = mercer_ratings(
                                users: start(users), items: start(items), values: start(values),
                                count: Int64(range.count))
                            return body(sampler, block)
                        }
                    }
                }
            }
        }
    }
}
