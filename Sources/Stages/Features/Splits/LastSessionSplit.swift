import LinearAlgebra
import Pipeline
import Tables

/// Holds out the last session of every user: all rows that share the session value of the user's last row.
///
/// Last by time, of rows at the same time the later one of the input. The session column can be of any type; by default
/// it is the time column, so that rows at the very same instant, such as the lines of one order, make a session. A last
/// row without a session value is held out alone.
public struct LastSessionSplit: TimeOrderedSplit {
    public static let name = "last_session"
    public static let summary = "All rows of the session that every user's last row belongs to."

    let session: String?

    public init(from settings: SettingsReader) {
        session = settings.optional("session", "Column that tells sessions apart; by default the time column.")
    }

    public func check(_ schema: TableSchema, timeColumn: String?, at site: SettingsSite) {
        requireTime(timeColumn, at: site)
        guard let session, schema.type(of: session) == nil else { return }
        site["session"].reportUnknown("column", session, among: schema.names)
    }

    /// Two passes: O(rows + users).
    public func heldOut(of rows: SplitRows) throws -> [Bool] {
        let last = LastRows(rows).rowOfUser
        guard let name = session ?? rows.timeColumn else {
            preconditionFailure("the check let a split by time pass without times")
        }
        let column = rows.table.require(name)
        switch column {
        case .string(let cells): return try held(rows, last, sessions: cells.codes, of: column)
        case .int64(let cells), .timestamp(let cells): return try held(rows, last, sessions: cells.values, of: column)
        case .float64(let cells): return try held(rows, last, sessions: cells.values, of: column)
        case .bool(let cells): return try held(rows, last, sessions: cells.values, of: column)
        }
    }

    private func held<Session: Equatable & Sendable>(
        _ rows: SplitRows, _ last: [Int32], sessions: [Session], of column: Column
    ) throws -> [Bool] {
        let hasSession = last.map { $0 >= 0 && column.isPresent(Int($0)) }
        var held = [Bool](repeating: false, count: rows.eligible.count)
        try held.withSharedBuffer { held in
            try rows.pool.forEachChunk(count: rows.eligible.count, chunkSize: 1 << 16) { range, _ in
                for row in range where rows.eligible[row] {
                    let user = Int(rows.userCodes[row])
                    let lastRow = Int(last[user])
                    let isSame = hasSession[user] && sessions[row] == sessions[lastRow] && column.isPresent(row)
                    held.pointer[row] = isSame || row == lastRow
                }
            }
        }
        return held
    }
}
