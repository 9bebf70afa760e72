import LinearAlgebra
import Modelling

/// Where alternating least squares starts from an earlier model: rows it knows are taken over, new ones folded in, first
/// the items from the users it knows, then the users from all items.
struct ALSStart {
    /// users × factors and items × factors, for ratings with the bias as a last column.
    let sides: (users: Matrix, items: Matrix)

    /// - Parameter matrix: what is trained on, as `byUser` and `byItem`.
    /// - Throws: `TrainingError.singular` where nothing determines a new row.
    init(
        _ start: WarmStart, on matrix: InteractionMatrix, solve step: ALSHalfStep, byUser: SparseRows,
        byItem: SparseRows
    ) throws {
        guard let factors = start.model.factors else { preconditionFailure("training starts from factors") }
        let isExplicit = step.objective == .explicit
        func side(_ factors: Matrix, _ biases: [Float]?, _ mapping: RowMapping) -> Matrix {
            let mapped = factors.mapped(mapping)
            return isExplicit ? BiasColumn.joining(mapped, (biases ?? []).mapped(mapping)) : mapped
        }
        var users = side(factors.users, start.model.userBias, start.users)
        var items = side(factors.items, start.model.itemBias, start.items)
        let newItems = NamedRows(side: "item", ids: matrix.items, places: start.items.newRows)
        let newUsers = NamedRows(side: "user", ids: matrix.users, places: start.users.newRows)
        try Self.foldIn(newItems, of: byItem, into: &items, against: users, step)
        try Self.foldIn(newUsers, of: byUser, into: &users, against: items, step)
        sides = (users, items)
    }

    /// Without regularization a row may have no single minimum: training says so, if it matters, and a start can be zero.
    private static func foldIn(
        _ named: NamedRows, of entries: SparseRows, into matrix: inout Matrix, against other: Matrix,
        _ step: ALSHalfStep
    ) throws {
        guard let rows = named.places, !rows.isEmpty, step.strength > 0 else { return }
        let solved = try named.naming(remedy: step.objective.singularityRemedy) {
            try step.rows(entries.selecting(rows), against: other)
        }
        matrix.replaceRows(rows, with: solved)
    }
}
