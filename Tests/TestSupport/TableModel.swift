import Modelling
import Tables

/// A model whose scores are written down: users × items, row-major.
public struct TableModel: FittedModel {
    public let userCount: Int
    public let itemCount: Int
    public let table: [Float]

    public init(users: Int, items: Int, table: [Float]) {
        precondition(table.count == users * items)
        userCount = users
        itemCount = items
        self.table = table
    }

    public init(_ rows: [[Float]]) {
        self.init(users: rows.count, items: rows[0].count, table: rows.flatMap(\.self))
    }

    public func score(
        users: UnsafeBufferPointer<Int32>, items: Range<Int>, into scores: UnsafeMutableBufferPointer<Float>
    ) {
        for (row, user) in users.enumerated() {
            for (column, item) in items.enumerated() {
                scores[row * items.count + column] = table[Int(user) * itemCount + item]
            }
        }
    }

    public func scores(users: [Int32], items: [Int32]) -> [Float] {
        zip(users, items).map { table[Int($0) * itemCount + Int($1)] }
    }

    public func archive() -> TensorArchive {
        TensorArchive([Tensor("table", shape: [userCount, itemCount], .float32(table))])
    }
}
