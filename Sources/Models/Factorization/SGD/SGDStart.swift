import LinearAlgebra
import Modelling

/// Where gradient descent starts from an earlier model: rows it knows are taken over, new ones folded in, first the items from
/// the users it knows, then the users from all items.
///
/// A new row with nothing to be folded in from, such as an item that only new users chose, stays as it was drawn, with a bias
/// of zero.
struct SGDStart {
    private(set) var users: SGDRows
    private(set) var items: SGDRows

    /// - Parameters:
    ///   - drawn: the random start.
    ///   - matrix: what is trained on.
    init(_ start: WarmStart, drawn: SGDModel, on matrix: InteractionMatrix, by foldIn: some SGDFoldIn) throws {
        guard let factors = start.model.factors else { preconditionFailure("training starts from factors") }
        let hasBiases = drawn.hasBiases
        users = SGDRows(factors: drawn.users.factors, biases: drawn.users.biases)
        users.takeRows(of: factors.users, hasBiases ? start.model.userBias : nil, start.users)
        items = SGDRows(factors: drawn.items.factors, biases: drawn.items.biases)
        items.takeRows(of: factors.items, hasBiases ? start.model.itemBias : nil, start.items)
        let known = KnownRows(users: start.users, items: start.items)
        let newItems = start.items.newRows.filter { item in
            matrix.byItem.indices[matrix.byItem.range(ofRow: item)].contains(where: known.hasUser)
        }
        if !newItems.isEmpty, let rows = try foldIn.items(newItems, from: known, users: users, items: items) {
            items.replace(newItems, with: rows)
        }
        let newUsers = start.users.newRows.filter { !matrix.byUser.range(ofRow: $0).isEmpty }
        if !newUsers.isEmpty, let rows = try foldIn.users(newUsers, against: items) {
            users.replace(newUsers, with: rows)
        }
    }
}

/// Computes rows of one side alone, the other side's staying as they are. What a row comes to depends on its own entries, the
/// other side's rows and the row's id, not on what else is new.
protocol SGDFoldIn {
    /// New items from the users that the earlier model knows; nil where nothing determines them.
    func items(_ places: [Int], from known: KnownRows, users: SGDRows, items: SGDRows) throws -> SGDRows?
    /// New users from all items; nil where nothing determines them.
    func users(_ places: [Int], against items: SGDRows) throws -> SGDRows?
}

/// Which of today's rows the earlier model has.
struct KnownRows: Sendable {
    let users: RowMapping
    let items: RowMapping

    @Sendable func hasUser(_ user: Int32) -> Bool { users.earlierRows[Int(user)] >= 0 }
    func hasItem(_ item: Int32) -> Bool { items.earlierRows[Int(item)] >= 0 }
}

/// Factors and biases of one side's rows.
struct SGDRows: Sendable {
    var factors: Matrix
    var biases: [Float]

    /// Takes over the rows and biases an earlier model has and leaves the others as they are.
    fileprivate mutating func takeRows(of earlier: Matrix, _ earlierBiases: [Float]?, _ mapping: RowMapping) {
        factors.takeRows(of: earlier, mapping)
        biases = (earlierBiases ?? []).mapped(mapping)
    }

    fileprivate mutating func replace(_ places: [Int], with rows: SGDRows) {
        factors.replaceRows(places, with: rows.factors)
        for (place, bias) in zip(places, rows.biases) { biases[place] = bias }
    }
}
