import LinearAlgebra
import Modelling

/// Which users and items of the training part are active enough, iterated to a fixed point.
///
/// A user needs `perUser` distinct items and an item `perItem` distinct users, counting only each other's survivors.
/// Users below leave first, then items below, then users again, until nobody is below. The survivors are the greatest
/// set in which everybody has enough, whatever the order (Batagelj and Zaveršnik, "An O(m) Algorithm for Cores
/// Decomposition of Networks", 2003, on a graph with two sides); the order only decides under which reason a row is
/// counted. Every pair is looked at once for each of its sides: O(pairs + users + items), however many rounds it takes.
struct MinimumActivity: Sendable {
    /// One flag per row of the matrix given.
    private(set) var users: [Bool]
    /// One flag per column of the matrix given.
    private(set) var items: [Bool]
    /// Rows that left because their user did.
    private(set) var rowsDroppedWithUsers = 0
    /// Rows that left because their item did.
    private(set) var rowsDroppedWithItems = 0

    /// - Parameter rowCounts: how many rows each pair has; users × items.
    init(_ rowCounts: SparseMatrix, perUser: Int, perItem: Int, pool: WorkerPool) throws {
        let byUser = rowCounts
        let byItem = try rowCounts.transposed(in: pool)
        var userDegrees = Self.degrees(byUser)
        var itemDegrees = Self.degrees(byItem)
        users = [Bool](repeating: true, count: byUser.rows)
        items = [Bool](repeating: true, count: byItem.rows)
        var weakUsers = userDegrees.indices.filter { userDegrees[$0] < perUser }
        var weakItems = itemDegrees.indices.filter { itemDegrees[$0] < perItem }
        while !weakUsers.isEmpty || !weakItems.isEmpty {
            rowsDroppedWithUsers += Self.remove(
                weakUsers, of: byUser, alive: &users, others: items, degrees: &itemDegrees, minimum: perItem,
                newlyWeak: &weakItems)
            weakUsers = []
            rowsDroppedWithItems += Self.remove(
                weakItems, of: byItem, alive: &items, others: users, degrees: &userDegrees, minimum: perUser,
                newlyWeak: &weakUsers)
            weakItems = []
        }
    }

    /// Takes `weak` out of one side, lowers the degrees of the other, and notes who falls below its minimum by that.
    ///
    /// - Returns: the rows of the pairs that are gone.
    private static func remove(
        _ weak: [Int], of matrix: SparseMatrix, alive: inout [Bool], others: [Bool], degrees: inout [Int],
        minimum: Int, newlyWeak: inout [Int]
    ) -> Int {
        var dropped = 0
        for row in weak {
            alive[row] = false
            for entry in matrix.range(ofRow: row) {
                let other = Int(matrix.indices[entry])
                guard others[other] else { continue }
                dropped += Int(matrix.values[entry])
                if degrees[other] == minimum { newlyWeak.append(other) }
                degrees[other] -= 1
            }
        }
        return dropped
    }

    private static func degrees(_ matrix: SparseMatrix) -> [Int] {
        (0..<matrix.rows).map { matrix.range(ofRow: $0).count }
    }
}
