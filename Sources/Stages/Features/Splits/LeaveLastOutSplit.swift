import LinearAlgebra
import Pipeline
import Tables

/// Holds out the last rows of every user.
///
/// Last by time, of rows at the same time the later ones of the input; in a table without times, last of the input. A
/// user with no more rows than that has none left to train on: such users are counted with the held-out part, not scored.
public struct LeaveLastOutSplit: TimeOrderedSplit {
    public static let name = "leave_last_out"
    public static let summary = "The last rows of every user, by time; by input order where the table has no times."

    let count: Int

    public init(from settings: SettingsReader) {
        count = settings.value("count", default: 1, .atLeast(1), "Rows of each user to hold out.")
    }

    /// Input order does where there are no times.
    public func check(_ schema: TableSchema, timeColumn: String?, at site: SettingsSite) {}

    public func heldOut(of rows: SplitRows) throws -> [Bool] {
        count == 1 ? lastRow(of: rows) : try lastRows(of: rows)
    }

    private func lastRow(of rows: SplitRows) -> [Bool] {
        var held = [Bool](repeating: false, count: rows.eligible.count)
        for row in LastRows(rows).rowOfUser where row >= 0 { held[Int(row)] = true }
        return held
    }

    /// Sorts each user's rows by time: O(rows · log(rows of a user)), in parallel over users.
    private func lastRows(of rows: SplitRows) throws -> [Bool] {
        let groups = try RowGroups(rows.eligible, by: rows.userCodes, keyCount: rows.userCount, pool: rows.pool)
        var held = [Bool](repeating: false, count: rows.eligible.count)
        try held.withSharedBuffer { held in
            try rows.pool.forEachChunk(count: rows.userCount, chunkSize: 512, makeScratch: { _ in [Moment]() }) {
                range, moments in
                for user in range {
                    moments.removeAll(keepingCapacity: true)
                    for row in groups.rows[groups.range(of: user)] {
                        moments.append(Moment(time: rows.times?[Int(row)] ?? 0, row: row))
                    }
                    if moments.count > count { moments.sort() }
                    for moment in moments.suffix(count) { held.pointer[Int(moment.row)] = true }
                }
            }
        }
        return held
    }

    /// When a row was; of equal times the later row of the input is the later one.
    private struct Moment: Comparable {
        let time: Int64
        let row: Int32

        static func < (left: Moment, right: Moment) -> Bool {
            left.time != right.time ? left.time < right.time : left.row < right.row
        }
    }
}
