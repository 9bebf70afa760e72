import LinearAlgebra
import Modelling

/// Ratings cut into a grid of blocks: users into bands of rows, items into bands of columns.
///
/// Blocks of one stratum (a wrapped diagonal of the grid) share no user and no item, so they can be swept at the same time
/// without a lock and in any order with the same result (Gemulla et al., "Large-Scale Matrix Factorization with
/// Distributed Stochastic Gradient Descent", 2011). The grid depends on the ratings alone, never on the threads.
package struct RatingGrid: Sendable {
    /// Bands per side: more than any sensible number of threads, and few enough that a block's rows stay in cache.
    package static let bands = 16

    /// All ratings, block after block; within a block by user, then item.
    package let ratings: SGDRatings
    /// The ratings of block (user band, item band) at `userBand * bands + itemBand`.
    package let blocks: [Range<Int>]

    package init(_ matrix: SparseMatrix, transpose: SparseMatrix, pool: WorkerPool) throws {
        let userBands = Self.cut(matrix.offsets)
        let bandOfItem = Self.bandOfRow(Self.cut(transpose.offsets))
        let counts = try Self.countEntries(of: matrix, userBands, bandOfItem, pool: pool)
        var start = 0
        blocks = counts.map { count in
            defer { start += count }
            return start..<start + count
        }
        ratings = try Self.gather(matrix, userBands, bandOfItem, blocks, pool: pool)
    }

    /// The blocks of a stratum.
    package func stratum(_ number: Int) -> [Range<Int>] {
        (0..<Self.bands).map { blocks[$0 * Self.bands + ($0 + number) % Self.bands] }
    }
}

// MARK: - Building

extension RatingGrid {
    /// Cuts rows into bands of about equally many entries.
    private static func cut(_ offsets: [Int]) -> [Range<Int>] {
        let rows = offsets.count - 1
        let total = offsets[rows]
        var start = 0
        return (1...bands).map { band in
            var end = start
            while end < rows, band == bands || offsets[end] * bands < total * band { end += 1 }
            defer { start = end }
            return start..<end
        }
    }

    private static func bandOfRow(_ cut: [Range<Int>]) -> [UInt8] {
        cut.enumerated().flatMap { band, rows in [UInt8](repeating: UInt8(band), count: rows.count) }
    }

    /// Entries per block.
    private static func countEntries(
        of matrix: SparseMatrix, _ userBands: [Range<Int>], _ bandOfItem: [UInt8], pool: WorkerPool
    ) throws -> [Int] {
        try pool.map(count: bands, chunkSize: 1) { chunk in
            let users = userBands[chunk.lowerBound]
            var counts = [Int](repeating: 0, count: bands)
            for entry in matrix.offsets[users.lowerBound]..<matrix.offsets[users.upperBound] {
                counts[Int(bandOfItem[Int(matrix.indices[entry])])] += 1
            }
            return counts
        }.flatMap(\.self)
    }

    /// Puts each entry into its block; each user band fills blocks of its own.
    private static func gather(
        _ matrix: SparseMatrix, _ userBands: [Range<Int>], _ bandOfItem: [UInt8], _ blocks: [Range<Int>],
        pool: WorkerPool
    ) throws -> SGDRatings {
        var users = [Int32](repeating: 0, count: matrix.count)
        var items = users
        var values = [Float](repeating: 0, count: matrix.count)
        try users.withSharedBuffer { users in
            try items.withSharedBuffer { items in
                try values.withSharedBuffer { values in
                    try pool.forEachChunk(count: bands, chunkSize: 1) { chunk, _ in
                        let band = chunk.lowerBound
                        var next = blocks[band * bands..<(band + 1) * bands].map(\.lowerBound)
                        for user in userBands[band] {
                            for entry in matrix.range(ofRow: user) {
                                let item = matrix.indices[entry]
                                let itemBand = Int(bandOfItem[Int(item)])
                                let place = next[itemBand]
                                next[itemBand] = place + 1
                                users[place] = Int32(user)
                                items[place] = item
                                values[place] = matrix.values[entry]
                            }
                        }
                    }
                }
            }
        }
        return SGDRatings(
            users: users, items: items, values: values, userCount: matrix.rows, itemCount: matrix.columns)
    }
}
