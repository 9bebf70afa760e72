import LinearAlgebra
import Modelling

/// Observed pairs cut into a grid of blocks: users into bands of rows, items into as many bands of columns.
///
/// Blocks of one stratum (a wrapped diagonal of the grid) share no user and no item, so they can be swept at the same time
/// without a lock and in any order with the same result (Gemulla et al., "Large-Scale Matrix Factorization with
/// Distributed Stochastic Gradient Descent", 2011). The grid depends on the data and the seed, never on the threads.
package struct RatingGrid: Sendable {
    /// Bands per side at most: more than any sensible number of threads, and enough that a block's rows stay in cache.
    package static let mostBands = 16

    /// All ratings, block after block; within a block by user, then item.
    package let ratings: SGDRatings
    /// The ratings of block (user band, item band) at `userBand * bandCount + itemBand`.
    package let blocks: [Range<Int>]
    package let bandCount: Int

    /// Bands of neighbouring items with about equally many entries.
    package init(_ matrix: SparseMatrix, transpose: SparseMatrix, pool: WorkerPool) throws {
        let bandOfItem = Self.bandOfRow(Self.cut(transpose.offsets, into: Self.mostBands))
        try self.init(matrix, bandOfItem: bandOfItem, bandCount: Self.mostBands, pool: pool)
    }

    /// Item bands as given.
    package init(_ matrix: SparseMatrix, itemBands: [[Int32]], pool: WorkerPool) throws {
        precondition(itemBands.count <= Self.mostBands, "at most \(Self.mostBands) bands")
        var bandOfItem = [UInt8](repeating: 0, count: matrix.columns)
        for (band, items) in itemBands.enumerated() {
            for item in items { bandOfItem[Int(item)] = UInt8(band) }
        }
        try self.init(matrix, bandOfItem: bandOfItem, bandCount: itemBands.count, pool: pool)
    }

    private init(_ matrix: SparseMatrix, bandOfItem: [UInt8], bandCount: Int, pool: WorkerPool) throws {
        let layout = Layout(userBands: Self.cut(matrix.offsets, into: bandCount), bandOfItem: bandOfItem)
        var start = 0
        blocks = try layout.countEntries(of: matrix, pool: pool).map { count in
            defer { start += count }
            return start..<start + count
        }
        ratings = try layout.gather(matrix, into: blocks, pool: pool)
        self.bandCount = bandCount
    }

    /// The blocks of a stratum, numbered by user band, with their item bands.
    package func stratum(_ number: Int) -> [(range: Range<Int>, itemBand: Int)] {
        (0..<bandCount).map { userBand in
            let itemBand = (userBand + number) % bandCount
            return (blocks[userBand * bandCount + itemBand], itemBand)
        }
    }
}

// MARK: - Bands

extension RatingGrid {
    /// Cuts rows into bands of about equally many entries.
    private static func cut(_ offsets: [Int], into bands: Int) -> [Range<Int>] {
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

    /// All items in a random order, dealt out to bands of equal size: every set of items is as likely to be a band as any
    /// other of its size. Fewer bands where there are few items, so that each has some to choose from.
    package static func randomItemBands(itemCount: Int, random: inout RandomSource) -> [[Int32]] {
        let count = min(mostBands, max(1, itemCount / fewestItems))
        let items = random.shuffled(Array(0..<Int32(itemCount)))
        return (0..<count).map { Array(items[$0 * itemCount / count..<($0 + 1) * itemCount / count]) }
    }

    /// Items a random band has at least, if there are as many.
    private static let fewestItems = 32
}

// MARK: - Building

/// Which band a row belongs to.
private struct Layout: Sendable {
    let userBands: [Range<Int>]
    let bandOfItem: [UInt8]

    var bandCount: Int { userBands.count }

    /// Entries per block.
    func countEntries(of matrix: SparseMatrix, pool: WorkerPool) throws -> [Int] {
        try pool.map(count: bandCount, chunkSize: 1) { chunk in
            let users = userBands[chunk.lowerBound]
            var counts = [Int](repeating: 0, count: bandCount)
            for entry in matrix.offsets[users.lowerBound]..<matrix.offsets[users.upperBound] {
                counts[Int(bandOfItem[Int(matrix.indices[entry])])] += 1
            }
            return counts
        }.flatMap(\.self)
    }

    /// Puts each entry into its block; each user band fills blocks of its own.
    func gather(_ matrix: SparseMatrix, into blocks: [Range<Int>], pool: WorkerPool) throws -> SGDRatings {
        var users = [Int32](repeating: 0, count: matrix.count)
        var items = users
        var values = [Float](repeating: 0, count: matrix.count)
        try users.withSharedBuffer { users in
            try items.withSharedBuffer { items in
                try values.withSharedBuffer { values in
                    try pool.forEachChunk(count: bandCount, chunkSize: 1) { chunk, _ in
                        let band = chunk.lowerBound
                        var next = blocks[band * bandCount..<(band + 1) * bandCount].map(\.lowerBound)
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
