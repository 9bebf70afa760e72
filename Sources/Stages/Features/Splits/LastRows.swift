import Pipeline

/// The last eligible row of each user: the newest, of rows at the same time the later one of the input; without times
/// the last of the input.
struct LastRows: Sendable {
    /// One row per user code; −1 for users without an eligible row.
    let rowOfUser: [Int32]

    /// One pass: O(rows + users).
    init(_ rows: SplitRows) {
        var last = [Int32](repeating: -1, count: rows.userCount)
        if let times = rows.times {
            var newest = [Int64](repeating: .min, count: rows.userCount)
            for row in rows.eligible.indices where rows.eligible[row] {
                let user = Int(rows.userCodes[row])
                guard times[row] >= newest[user] else { continue }
                newest[user] = times[row]
                last[user] = Int32(row)
            }
        } else {
            for row in rows.eligible.indices where rows.eligible[row] { last[Int(rows.userCodes[row])] = Int32(row) }
        }
        rowOfUser = last
    }
}
