import LinearAlgebra

/// Percentile bootstrap over users (Efron, "Bootstrap Methods: Another Look at the Jackknife", 1979).
///
/// A resample draws as many users as there are, with replacement; how often each was drawn is counted once and weighs the
/// values of all metrics and candidates, so that their intervals rest on the same resamples. Every resample has a random
/// stream of its own and its sums run in a fixed order: results do not depend on the thread count.
///
/// O(resamples · users · columns), a few hundred kilobytes per thread.
package struct Bootstrap: Sendable {
    /// Ends of the interval that holds the middle 95 % of the resampled values.
    package struct Interval: Sendable, Equatable {
        package let low: Double
        package let high: Double

        package init(low: Double, high: Double) {
            self.low = low
            self.high = high
        }
    }

    package static let resampleCount = 1000
    /// Resamples worked on together, so that a stretch of the columns is read once for all of them.
    private static let resamplesPerChunk = 8
    /// Users of one stretch: sixteen columns of it fit into an L2 cache.
    private static let usersPerStretch = 2048

    private let seed: UInt64
    private let pool: WorkerPool

    package init(seed: UInt64, pool: WorkerPool) {
        self.seed = seed
        self.pool = pool
    }

    /// For each column, its sum over each resample's users.
    ///
    /// - Parameter columns: of equal length, one value per user.
    package func sums(of columns: [[Double]]) throws -> [[Double]] {
        guard let userCount = columns.first?.count else { return [] }
        precondition(userCount > 0 && columns.allSatisfy { $0.count == userCount }, "one value per user and column")
        let stretches = Stretches(columns, length: Self.usersPerStretch)
        let chunks = try pool.map(count: Self.resampleCount, chunkSize: Self.resamplesPerChunk) { resamples in
            stretches.sums(weights: resamples.map { drawCounts(of: userCount, resample: $0) })
        }
        let sums = chunks.flatMap(\.self)
        return columns.indices.map { column in sums.map { $0[column] } }
    }

    /// The 2.5th and 97.5th percentile.
    package static func interval(_ values: [Double]) -> Interval {
        let sorted = values.sorted()
        return Interval(
            low: Percentile.value(0.025, ofSorted: sorted), high: Percentile.value(0.975, ofSorted: sorted))
    }

    /// The lower end of a one-sided 95 % percentile interval: the 5th percentile.
    package static func lowerBound(_ values: [Double]) -> Double {
        Percentile.value(0.05, ofSorted: values.sorted())
    }

    /// How often each user is drawn into a resample.
    ///
    /// A count passes 255 with a probability below 1 / 256!, which the addition would trap on.
    private func drawCounts(of userCount: Int, resample: Int) -> [UInt8] {
        var random = RandomSource(seed: seed).split(stream: UInt64(resample))
        var counts = [UInt8](repeating: 0, count: userCount)
        counts.withUnsafeMutableBufferPointer { counts in
            for _ in 0..<userCount { counts[random.integer(below: userCount)] += 1 }
        }
        return counts
    }
}

/// Columns cut into stretches of users, the columns of a stretch side by side in memory.
private struct Stretches: Sendable {
    private let columnCount: Int
    private let userCount: Int
    private let length: Int
    /// Stretch after stretch, column after column, padded with zeros to `length`.
    private let values: [Double]

    /// - Parameter length: a multiple of 8.
    init(_ columns: [[Double]], length: Int) {
        columnCount = columns.count
        userCount = columns[0].count
        self.length = length
        var values: [Double] = []
        values.reserveCapacity((userCount + length) * columns.count)
        for start in stride(from: 0, to: columns[0].count, by: length) {
            for column in columns {
                let part = column[start..<min(start + length, column.count)]
                values.append(contentsOf: part)
                values.append(contentsOf: repeatElement(0, count: length - part.count))
            }
        }
        self.values = values
    }

    /// For each list of weights, the weighted sum of each column.
    func sums(weights: [[UInt8]]) -> [[Double]] {
        var sums = [[Double]](repeating: [Double](repeating: 0, count: columnCount), count: weights.count)
        var factors = [Double](repeating: 0, count: length)
        values.withUnsafeBufferPointer { values in
            for (stretch, start) in stride(from: 0, to: userCount, by: length).enumerated() {
                for (resample, counts) in weights.enumerated() {
                    Self.widen(counts, from: start, into: &factors)
                    for column in 0..<columnCount {
                        let first = (stretch * columnCount + column) * length
                        let part = UnsafeBufferPointer(rebasing: values[first..<first + length])
                        sums[resample][column] += Self.dot(factors, part)
                    }
                }
            }
        }
        return sums
    }

    private static func widen(_ counts: [UInt8], from start: Int, into factors: inout [Double]) {
        let end = min(start + factors.count, counts.count)
        for user in start..<end { factors[user - start] = Double(counts[user]) }
        for place in (end - start)..<factors.count { factors[place] = 0 }
    }

    /// Σ a_i · b_i in eight lanes, folded in a fixed order.
    private static func dot(_ a: [Double], _ b: UnsafeBufferPointer<Double>) -> Double {
        a.withUnsafeBytes { a in
            let b = UnsafeRawBufferPointer(b)
            var lanes = SIMD8<Double>.zero
            for offset in stride(from: 0, to: b.count, by: MemoryLayout<SIMD8<Double>>.stride) {
                let left = a.loadUnaligned(fromByteOffset: offset, as: SIMD8<Double>.self)
                lanes += left * b.loadUnaligned(fromByteOffset: offset, as: SIMD8<Double>.self)
            }
            return lanes.sum()
        }
    }
}
