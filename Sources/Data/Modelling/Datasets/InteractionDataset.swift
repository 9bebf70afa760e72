import Tables

/// Interactions split into a training part and held-out parts, with what is known of users and items.
///
/// Ids, weights and statistics come from the training part alone. `archive()` and `init(archive:)` are in
/// `InteractionDataset+Archive.swift`.
public struct InteractionDataset: Dataset {
    public static let kind = "interactions"

    public let training: InteractionMatrix
    public let validation: HeldOutInteractions?
    public let test: HeldOutInteractions?
    /// Side tables; row `r` belongs to user or item `r` of the training part, all cells missing where the table lacks it.
    public let userTable: Table?
    public let itemTable: Table?

    public init(
        training: InteractionMatrix, validation: HeldOutInteractions?, test: HeldOutInteractions?,
        userTable: Table?, itemTable: Table?
    ) {
        self.training = training
        self.validation = validation
        self.test = test
        self.userTable = userTable
        self.itemTable = itemTable
    }

    public var counts: [(name: String, count: Int)] {
        var counts = [
            ("users", training.users.count), ("items", training.items.count), ("interactions", training.byUser.count),
        ]
        if let validation { counts.append(("validation rows", validation.count)) }
        if let test { counts.append(("test rows", test.count)) }
        return counts
    }

    public var distributions: [Distribution] {
        [
            Distribution(
                title: "interactions per user", members: "users",
                values: (0..<training.byUser.rows).lazy.map { training.byUser.range(ofRow: $0).count }),
            Distribution(
                title: "interactions per item", members: "items",
                values: (0..<training.byItem.rows).lazy.map { training.byItem.range(ofRow: $0).count }),
        ]
    }
}
