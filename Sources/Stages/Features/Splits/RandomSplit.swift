import LinearAlgebra
import Pipeline
import Tables

/// Holds out a share of the rows, each by chance: by the hash of its cells with the seed.
///
/// A row's part depends on its own content and the seed, not on its place or on other rows, so a table that grows or is
/// sorted differently keeps its old rows in their parts. All columns count, by name order; strings by their bytes. Rows
/// that are equal in every column go to the same part, so nothing is tested that was also trained word for word. The
/// share is met in expectation: of n distinct rows it is off by about √(share · (1 − share) / n).
///
/// The validation part hashes with another salt, so that it is drawn anew among the rows left.
public struct RandomSplit: SplitRule {
    public static let name = "random"
    public static let summary = "A share of the rows, chosen by a hash of each row's content with the seed."

    let test: Double

    public var reads: RunInputs { .seed }

    public init(from settings: SettingsReader) {
        test = settings.value("test", default: 0.2, .between(0, 1), "Share of the rows to hold out.")
    }

    public func check(_ schema: TableSchema, timeColumn: String?, at site: SettingsSite) {}

    /// O(rows · columns + bytes of distinct strings), in parallel.
    public func heldOut(of rows: SplitRows) throws -> [Bool] {
        let hashes = RowContentHash(rows.table, seed: hash64([UInt64(rows.round)], seed: rows.seed))
        var held = [Bool](repeating: false, count: rows.eligible.count)
        try held.withSharedBuffer { held in
            try rows.pool.forEachChunk(count: rows.eligible.count, chunkSize: 1 << 14) { range, _ in
                for (row, hash) in zip(range, hashes.hashes(of: range)) {
                    // The top 53 bits make every double in [0, 1) of that grid equally likely.
                    let draw = Double(hash >> 11) * 0x1p-53
                    held.pointer[row] = rows.eligible[row] && draw < test
                }
            }
        }
        return held
    }
}
