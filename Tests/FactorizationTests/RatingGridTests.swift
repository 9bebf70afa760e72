import Factorization
import LinearAlgebra
import Modelling
import TestSupport
import Testing

struct RatingGridTests {
    @Test(arguments: [1, 3])
    func holdsEveryRatingOnce(_ threads: Int) throws {
        let matrix = ALSRun.data(.explicit).training
        for grid in [try grid(of: matrix, threads: threads), try randomGrid(of: matrix, threads: threads).grid] {
            var cells = matrix.cells.map { $0.map { _ in Float?.none } }
            for index in 0..<grid.ratings.count {
                let (user, item) = (Int(grid.ratings.users[index]), Int(grid.ratings.items[index]))
                #expect(cells[user][item] == nil)
                cells[user][item] = grid.ratings.values[index]
            }
            #expect(cells == matrix.cells)
            #expect(grid.blocks.map(\.count).reduce(0, +) == matrix.byUser.count)
        }
    }

    @Test func strataShareNoRowAndCoverTheGrid() throws {
        let matrix = ALSRun.data(.explicit).training
        for grid in [try grid(of: matrix, threads: 2), try randomGrid(of: matrix, threads: 2).grid] {
            var covered: [Range<Int>] = []
            for number in 0..<grid.bandCount {
                var (users, items): (Set<Int32>, Set<Int32>) = ([], [])
                for block in grid.stratum(number) {
                    let (blockUsers, blockItems) = (
                        Set(grid.ratings.users[block.range]), Set(grid.ratings.items[block.range])
                    )
                    #expect(users.isDisjoint(with: blockUsers) && items.isDisjoint(with: blockItems))
                    users.formUnion(blockUsers)
                    items.formUnion(blockItems)
                    covered.append(block.range)
                }
            }
            #expect(covered.count == grid.bandCount * grid.bandCount)
            #expect(covered.reduce(0) { $0 + $1.count } == grid.ratings.count)
        }
    }

    @Test func blocksLieInTheirRandomBand() throws {
        let (grid, bands) = try randomGrid(of: ALSRun.data(.implicit).training, threads: 2)
        for number in 0..<grid.bandCount {
            for block in grid.stratum(number) {
                #expect(Set(grid.ratings.items[block.range]).isSubset(of: Set(bands[block.itemBand])))
            }
        }
    }

    @Test(arguments: [1, 31, 64, 100, 1000])
    func randomBandsHoldAllItemsInEqualShares(itemCount: Int) {
        var random = RandomSource(seed: 2)
        let bands = RatingGrid.randomItemBands(itemCount: itemCount, random: &random)
        #expect(bands.flatMap(\.self).sorted() == Array(0..<Int32(itemCount)))
        let sizes = bands.map(\.count)
        #expect(sizes.max()! - sizes.min()! <= 1 && (bands.count == 1 || sizes.min()! >= 32))
        #expect(bands.count <= RatingGrid.mostBands)
    }

    /// Fewer rows than bands, and rows without ratings.
    @Test func smallMatricesFit() throws {
        for cells in [[[4]], [[nil, 3], [nil, nil], [1, nil]]] as [[[Float?]]] {
            let matrix = InteractionMatrix(.explicit, cells)
            #expect(try grid(of: matrix, threads: 1).ratings.count == matrix.byUser.count)
            #expect(try randomGrid(of: matrix, threads: 1).grid.ratings.count == matrix.byUser.count)
        }
    }

    private func grid(of matrix: InteractionMatrix, threads: Int) throws -> RatingGrid {
        try RatingGrid(matrix.byUser, transpose: matrix.byItem, pool: WorkerPool(threadCount: threads))
    }

    private func randomGrid(
        of matrix: InteractionMatrix, threads: Int
    ) throws -> (grid: RatingGrid, bands: [[Int32]]) {
        var random = RandomSource(seed: 8)
        let bands = RatingGrid.randomItemBands(itemCount: matrix.items.count, random: &random)
        return (
            try RatingGrid(matrix.byUser, itemBands: bands, pool: WorkerPool(threadCount: threads)), bands
        )
    }
}
