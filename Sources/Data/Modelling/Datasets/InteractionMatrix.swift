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
        precondition(byUser.rows == users.count && byUser.columns == items.count, "one row per user, one column per item")
        self.feedback = feedback
        self.users = users
        self.items = items
        self.byUser = byUser
        self.byItem = byUser.transposed()
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
