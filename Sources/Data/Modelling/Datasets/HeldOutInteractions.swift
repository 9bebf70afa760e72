/// The rows a split kept from training, by user; users and items unknown to training are left out and counted.
///
/// Rows are as cleaned, before aggregation: a pair can stand more than once.
public struct HeldOutInteractions: Sendable, Equatable {
    /// The rows of user `u` lie at `offsets[u] ..< offsets[u + 1]`.
    public let offsets: [Int]
    public let items: [Int32]
    /// The rating of each row, or its weight before decay and aggregation.
    public let values: [Float]
    /// What happened, as a code into `labelNames` (the column `weight.by` names); −1 where the pipeline names none.
    public let labels: [Int32]
    public let labelNames: [String]
    public let rowsWithUnknownUser: Int
    public let rowsWithUnknownItem: Int

    public init(
        offsets: [Int], items: [Int32], values: [Float], labels: [Int32], labelNames: [String],
        rowsWithUnknownUser: Int, rowsWithUnknownItem: Int
    ) {
        precondition(offsets.last == items.count && values.count == items.count && labels.count == items.count)
        self.offsets = offsets
        self.items = items
        self.values = values
        self.labels = labels
        self.labelNames = labelNames
        self.rowsWithUnknownUser = rowsWithUnknownUser
        self.rowsWithUnknownItem = rowsWithUnknownItem
    }

    public var count: Int { items.count }
}
