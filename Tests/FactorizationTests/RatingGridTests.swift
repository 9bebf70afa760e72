import Factorization
import LinearAlgebra
import Modelling
import TestSupport
import Testing

struct RatingGridTests {
    @Test(arguments: [1, 3])
    func holdsEveryRatingOnce(_ threads: Int) throws {
        let matrix = ALSRun.data(.explicit).training
        let grid = try grid(of: matrix, threads: threads)
        var cells = matrix.cells.map { $0.map { _ in Float?.none } }
        for index in 0..<grid.ratings.count {
            let (user, item) = (Int(grid.ratings.users[index]), Int(grid.ratings.items[index]))
            #expect(cells[user][item] == nil)
            cells[user][item] = grid.ratings.values[index]
        }
        #expect(cells == matrix.cells)
        #expect(grid.blocks.map(\.count).reduce(0, +) == matrix.byUser.count)
    }

    @Test func strataShareNoRowAndCoverTheGrid() throws {
        let grid = try grid(of: ALSRun.data(.explicit).training, threads: 2)
        var covered: [Range<Int>] = []
        for number in 0..<RatingGrid.bands {
            var (users, items): (Set<Int32>, Set<Int32>) = ([], [])
            for block in grid.stratum(number) {
                let (blockUsers, blockItems) = (Set(grid.ratings.users[block]), Set(grid.ratings.items[block]))
                #expect(users.isDisjoint(with: blockUsers) && items.isDisjoint(with: blockItems))
                users.formUnion(blockUsers)
                items.formUnion(blockItems)
                covered.append(block)
            }
        }
        #expect(covered.count == RatingGrid.bands * RatingGrid.bands)
        #expect(covered.reduce(0) { $0 + $1.count } == grid.ratings.count)
    }

    /// Fewer rows than bands, and rows without ratings.
    @Test func smallMatricesFit() throws {
        for cells in [[[4]], [[nil, 3], [nil, nil], [1, nil]]] as [[[Float?]]] {
            let matrix = InteractionMatrix(.explicit, cells)
            #expect(try grid(of: matrix, threads: 1).ratings.count == matrix.byUser.count)
        }
    }

    private func grid(of matrix: InteractionMatrix, threads: Int) throws -> RatingGrid {
        try RatingGrid(matrix.byUser, transpose: matrix.byItem, pool: WorkerPool(threadCount: threads))
    }
}
