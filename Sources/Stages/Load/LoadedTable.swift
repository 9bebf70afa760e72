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

/// How many rows of a dataset may be rejected before the run stops.
public enum BadRowLimit: Sendable, Equatable {
    /// A share of the rows read, below 1.
    case share(Double)
    case count(Int)

    public static let standard = BadRowLimit.share(0.001)

    /// Reads the one number a config states: a share below 1, a count from 1; nil for other numbers.
    public init?(_ number: Double) {
        if number >= 0, number < 1 {
            self = .share(number)
        } else if number >= 1, let count = Int(exactly: number) {
            self = .count(count)
        } else {
            return nil
        }
    }

    /// Most rows that may be rejected of `rowsRead`. A share is rounded down, so 0.001 of 999 rows allows none; the
    /// product's rounding error is forgiven, so 0.29 of 100 rows allows 29.
    public func allowance(of rowsRead: Int) -> Int {
        switch self {
        case .share(let share): Int((share * Double(rowsRead) + 1e-6).rounded(.down))
        case .count(let count): count
        }
    }

    /// - Throws: ``LoadError/tooManyRejectedRows(limit:allowed:rejected:read:first:)``.
    public func check(_ loaded: LoadedTable) throws(LoadError) {
        let allowed = allowance(of: loaded.rowsRead)
        guard loaded.rejections.total > allowed else { return }
        throw .tooManyRejectedRows(
            limit: self, allowed: allowed, rejected: loaded.rejections.total, read: loaded.rowsRead,
            first: Array(loaded.rejectedRows.prefix(5)))
    }
}
