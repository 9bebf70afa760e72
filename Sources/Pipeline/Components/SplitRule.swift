import LinearAlgebra
import Tables

/// Decides which rows are held out: `features.split` with its `by`. Acts on cleaned rows, before aggregation.
public protocol SplitRule: Component {
    /// Checks that the table has what the rule needs. `timeColumn` is nil where the dataset has no times.
    func check(_ schema: TableSchema, timeColumn: String?, at site: SettingsSite)

    /// True for each row to hold out; only rows with `rows.eligible` set may be.
    func heldOut(of rows: SplitRows) throws -> [Bool]

    /// What to change, in words, where every later run holds out rows that earlier ones trained on, so that none can be compared
    /// with the one before; nil where that is not so by the rule itself.
    func movesIntoTrained(hasValidation: Bool) -> String?
}

extension SplitRule {
    public func movesIntoTrained(hasValidation: Bool) -> String? { nil }
}

/// The rows a split chooses from.
public struct SplitRows: Sendable {
    public let table: Table
    /// Which rows are still to be split: all for the test part, those left for training for the validation part.
    public let eligible: [Bool]
    /// The user of each row, as a code; negative where missing.
    public let userCodes: [Int32]
    public let userCount: Int
    public let timeColumn: String?
    /// Microseconds UTC; nil where the dataset has no times.
    public let times: [Int64]?
    /// The run's exclusive instant, microseconds UTC.
    public let asOf: Int64?
    public let seed: UInt64
    /// 0 for the test part, 1 for the validation part: a random rule must not choose the same rows twice.
    public let round: Int
    public let pool: WorkerPool

    public init(
        table: Table, eligible: [Bool], userCodes: [Int32], userCount: Int, timeColumn: String?, times: [Int64]?,
        asOf: Int64?, seed: UInt64, round: Int, pool: WorkerPool
    ) {
        self.table = table
        self.eligible = eligible
        self.userCodes = userCodes
        self.userCount = userCount
        self.timeColumn = timeColumn
        self.times = times
        self.asOf = asOf
        self.seed = seed
        self.round = round
        self.pool = pool
    }
}
