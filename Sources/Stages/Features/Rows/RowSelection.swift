import LinearAlgebra
import Pipeline

/// Which rows of the table are interactions, and what each is worth before decay and aggregation.
struct RowSelection: Sendable {
    let kept: [Bool]
    /// The rating or weight of each row kept; 0 elsewhere.
    let values: [Float]
    let keptCount: Int
    let account: StepAccount

    /// Rows a chunk judges.
    private static let chunkSize = 1 << 16

    /// Judges every row. O(rows), in parallel.
    ///
    /// - Throws: `DataError` where a value is beyond single precision, or no row is left.
    init(_ judge: RowJudge, table: String, rowCount: Int, pool: WorkerPool) throws {
        var kept = [Bool](repeating: false, count: rowCount)
        var values = [Float](repeating: 0, count: rowCount)
        let tallies = try kept.withSharedBuffer { kept in
            try values.withSharedBuffer { values in
                try pool.map(count: rowCount, chunkSize: Self.chunkSize) { range in
                    try Self.judge(range, by: judge, kept: kept[range], values: values[range])
                }
            }
        }
        let total = tallies.reduce(into: Tally()) { $0.add($1) }
        account = StepAccount(
            step: InteractionsBuilder.name, table: table, rowsIn: rowCount, rowsOut: total.kept,
            dropped: DropReason.allCases.map { ($0.name, total.dropped[Int($0.rawValue)]) },
            changed: judge.weight.cap == nil ? nil : total.capped)
        self.kept = kept
        self.values = values
        keptCount = total.kept
        guard keptCount > 0 else { throw Self.nothingLeft(account, table: table) }
    }

    private static func judge(
        _ range: Range<Int>, by judge: RowJudge, kept: UnsafeMutableBufferPointer<Bool>,
        values: UnsafeMutableBufferPointer<Float>
    ) throws -> Tally {
        var tally = Tally()
        for row in range {
            switch try judge.verdict(on: row) {
            case .dropped(let reason): tally.dropped[Int(reason.rawValue)] += 1
            case .kept(let value, let isCapped):
                kept[row - range.lowerBound] = true
                values[row - range.lowerBound] = value
                tally.kept += 1
                if isCapped { tally.capped += 1 }
            }
        }
        return tally
    }

    private static func nothingLeft(_ account: StepAccount, table: String) -> DataError {
        let reasons = account.dropped.map { "\($0.count) \($0.reason)" }.joined(separator: ", ")
        return DataError(
            place: "features: table \(table)",
            found: account.rowsIn == 0 ? "no rows" : "no interaction in \(account.rowsIn) rows (\(reasons))",
            expected: "rows with a user, an item and a value",
            remedy: "check the columns and `weight.values` of the dataset, and what the clean stage drops")
    }

    /// What became of some rows.
    private struct Tally: Sendable {
        var kept = 0
        var capped = 0
        var dropped = [Int](repeating: 0, count: DropReason.allCases.count)

        mutating func add(_ other: Tally) {
            kept += other.kept
            capped += other.capped
            for reason in dropped.indices { dropped[reason] += other.dropped[reason] }
        }
    }
}
