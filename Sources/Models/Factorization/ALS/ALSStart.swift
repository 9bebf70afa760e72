import LinearAlgebra
import Modelling

/// Where alternating least squares starts from an earlier model: rows it knows are taken over, new ones folded in, first
/// the items from the users it knows, then the users from all items.
struct ALSStart {
    /// users × factors and items × factors, for ratings with the bias as a last column.
    let sides: (users: Matrix, items: Matrix)

    init(_ start: WarmStart, solve step: ALSHalfStep, byUser: SparseRows, byItem: SparseRows) throws {
        guard let factors = start.model.factors else { preconditionFailure("training starts from factors") }
        let isExplicit = step.objective == .explicit
        func side(_ factors: Matrix, _ biases: [Float]?, _ mapping: RowMapping) -> Matrix {
            let mapped = factors.mapped(mapping)
            return isExplicit ? BiasColumn.joining(mapped, (biases ?? []).mapped(mapping)) : mapped
        }
        var users = side(factors.users, start.model.userBias, start.users)
        var items = side(factors.items, start.model.itemBias, start.items)
        try Self.foldIn(start.items.newRows, of: byItem, into: &items, against: users, step, side: "item")
        try Self.foldIn(start.users.newRows, of: byUser, into: &users, against: items, step, side: "user")
        sides = (users, items)
    }

    /// Without regularization a row may have no single minimum: training says so, if it matters, and a start can be zero.
    private static func foldIn(
        _ rows: [Int], of entries: SparseRows, into matrix: inout Matrix, against other: Matrix, _ step: ALSHalfStep,
        side: String
    ) throws {
        guard !rows.isEmpty, step.strength > 0 else { return }
        let solved = try step.rows(entries.selecting(rows), against: other, side: side)
        matrix.replaceRows(rows, with: solved)
    }
}

extension SparseRows {
    /// Some of the rows, in the order given.
    fileprivate func selecting(_ rows: [Int]) -> SparseRows {
        var (offsets, columns, weights): ([Int], [Int32], [Float]) = ([0], [], [])
        for row in rows {
            let range = self.offsets[row]..<self.offsets[row + 1]
            columns += self.columns[range]
            weights += self.weights[range]
            offsets.append(columns.count)
        }
        return SparseRows(offsets: offsets, columns: columns, weights: weights, columnCount: columnCount)
    }
}
