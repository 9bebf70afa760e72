import Tables

/// Who did what: one weight or rating per user and item, both ways round, with the ids behind the rows.
public struct InteractionMatrix: Sendable {
    /// What a value means.
    public enum Feedback: String, Sendable {
        /// A weight: how much was done. Pairs without an entry were not observed.
        case implicit
        /// A rating: how it was liked. Pairs without an entry are unknown.
        case explicit
    }

    public let feedback: Feedback
    /// Row of a user = position of its id, sorted by UTF-8 bytes.
    public let users: StringDictionary
    public let items: StringDictionary
    /// users × items
    public let byUser: SparseMatrix
    /// items × users, the transpose
    public let byItem: SparseMatrix

    public init(
        feedback: Feedback, users: StringDictionary, items: StringDictionary, byUser: SparseMatrix
    ) {
        self.init(feedback: feedback, users: users, items: items, byUser: byUser, byItem: byUser.transposed())
    }

    /// - Precondition: `byItem` is the transpose of `byUser`; its shape is checked.
    public init(
        feedback: Feedback, users: StringDictionary, items: StringDictionary, byUser: SparseMatrix, byItem: SparseMatrix
    ) {
        precondition(
            byUser.rows == users.count && byUser.columns == items.count, "one row per user, one column per item")
        precondition(
            byItem.rows == items.count && byItem.columns == users.count && byItem.count == byUser.count,
            "byItem is the transpose")
        self.feedback = feedback
        self.users = users
        self.items = items
        self.byUser = byUser
        self.byItem = byItem
    }

    /// Interactions per item, the popularity model and `item_popularity` are made of: the sum of weights where feedback is
    /// implicit, the number of ratings where it is explicit.
    public var itemPopularity: [Float] {
        (0..<byItem.rows).map { item in
            let range = byItem.range(ofRow: item)
            guard feedback == .implicit else { return Float(range.count) }
            return Float(byItem.values[range].reduce(0.0) { $0 + Double($1) })
        }
    }
}
