import Tables

/// What reading files gave: the table and an account of every row that is not in it.
public struct LoadedTable: Sendable {
    public let table: Table
    /// Data rows read, rejected ones included, header and blank lines not.
    public let rowsRead: Int
    public let rejections: RejectionCounts
    /// The first rejected rows in file order; see ``ReadLimits/keptRejections``.
    public let rejectedRows: [RejectedRow]
    /// The files read, in order.
    public let files: [String]
}
