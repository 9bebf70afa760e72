import LinearAlgebra
import Modelling

/// What a new item meets in an epoch, in a random order: the users who chose it, and pairs of other users for which it would
/// be drawn. Users and items that the earlier model does not know are left out, as their rows mean nothing yet.
struct ItemVisits: Sendable {
    let matrix: InteractionMatrix
    let loss: SGDLoss
    let known: KnownRows
    let users: SGDRows
    let items: SGDRows

    func epoch(of item: Int, _ row: inout LoneRow, _ random: inout RandomSource) {
        let entries = matrix.byItem.range(ofRow: item)
        // Each pair draws this item with the probability 1 / its user's unseen items, of which nearly all items are.
        let drawCount = drawsPerPair * matrix.byItem.count / max(matrix.byItem.rows, 1)
        for entry in random.shuffled(Array(entries) + [Int](repeating: -1, count: drawCount)) {
            if entry >= 0 { visitChoice(entry, &row, &random) } else { visitDraw(item, &row, &random) }
        }
    }

    private var drawsPerPair: Int { if case .logistic(let negatives) = loss { negatives } else { 1 } }

    /// One of the item's own pairs.
    private func visitChoice(_ entry: Int, _ row: inout LoneRow, _ random: inout RandomSource) {
        let user = matrix.byItem.indices[entry]
        guard known.hasUser(user) else { return }
        if case .logistic = loss {
            return visit(user, &row, offset: users.biases[Int(user)], value: matrix.byItem.values[entry])
        }
        guard let unseen = matrix.byUser.drawColumn(missingFrom: Int(user), &random), known.hasItem(unseen) else {
            return
        }
        visit(user, &row, offset: -score(user, unseen), value: 1)
    }

    /// A pair of somebody who has not chosen the item.
    private func visitDraw(_ item: Int, _ row: inout LoneRow, _ random: inout RandomSource) {
        let entry = random.integer(below: matrix.byItem.count)
        let user = matrix.byItem.indices[entry]
        guard known.hasUser(user), !matrix.byItem.hasEntry(row: item, column: user) else { return }
        if case .logistic = loss { return visit(user, &row, offset: users.biases[Int(user)], value: -1) }
        let chosen = Int32(matrix.byItem.row(ofEntry: entry))
        guard known.hasItem(chosen) else { return }
        visit(user, &row, offset: -score(user, chosen), value: -1)
    }

    private func visit(_ user: Int32, _ row: inout LoneRow, offset: Float, value: Float) {
        users.factors.withRow(Int(user)) { row.visit($0, offset: offset, value: value) }
    }

    /// b_i + p_u · q_i: what this item's score is compared with.
    private func score(_ user: Int32, _ item: Int32) -> Float {
        users.factors.withRow(Int(user)) { user in
            items.factors.withRow(Int(item)) { LoneRow.product(user, $0) }
        } + items.biases[Int(item)]
    }
}
