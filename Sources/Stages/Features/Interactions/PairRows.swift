import LinearAlgebra
import Modelling

/// The training rows in the order of their pairs: by user, then by item, then as in the input.
struct PairRows: Sendable {
    let byUser: RowGroups
    let itemCodes: [Int32]
    /// Set for each code that has a row.
    let presentUsers: [Bool]
    let presentItems: [Bool]

    /// Users aggregated by one chunk of a parallel loop.
    private static let chunkSize = 512

    /// Two stable counting sorts, by item and then by user. O(rows + users + items).
    init(_ training: [Bool], columns: InteractionColumns, pool: WorkerPool) throws {
        itemCodes = columns.items.codes
        let byItem = try RowGroups(
            .marked(training), by: columns.items.codes, keyCount: columns.items.dictionary.count, pool: pool)
        presentItems = Self.nonEmpty(byItem)
        byUser = try RowGroups(
            .listed(byItem.rows), by: columns.users.codes, keyCount: columns.users.dictionary.count, pool: pool)
        presentUsers = Self.nonEmpty(byUser)
    }

    var count: Int { byUser.rows.count }

    /// One entry per pair of the users and items in use: users × items.
    ///
    /// Counts the pairs of each user, then makes their values, both in parallel over users. O(rows).
    func matrix(users: DenseCodes, items: DenseCodes, values: PairValues, pool: WorkerPool) throws -> SparseMatrix {
        let offsets = try pairOffsets(users: users, items: items, pool: pool)
        var indices = [Int32](repeating: 0, count: offsets[users.count])
        var entries = [Float](repeating: 0, count: offsets[users.count])
        try indices.withSharedBuffer { indices in
            try entries.withSharedBuffer { entries in
                try pool.forEachChunk(count: users.count, chunkSize: Self.chunkSize) { range, _ in
                    for user in range {
                        var next = offsets[user]
                        try forEachPair(of: users.codeOfRow[user]) { item, rows in
                            let column = items.rowOfCode[Int(item)]
                            guard column >= 0 else { return }
                            indices.pointer[next] = column
                            entries.pointer[next] = try values.value(of: rows)
                            next += 1
                        }
                    }
                }
            }
        }
        return SparseMatrix(
            rows: users.count, columns: items.count, offsets: offsets, indices: indices, values: entries)
    }

    private func pairOffsets(users: DenseCodes, items: DenseCodes, pool: WorkerPool) throws -> [Int] {
        var offsets = [Int](repeating: 0, count: users.count + 1)
        try offsets.withSharedBuffer { offsets in
            try pool.forEachChunk(count: users.count, chunkSize: Self.chunkSize) { range, _ in
                for user in range {
                    var count = 0
                    forEachPair(of: users.codeOfRow[user]) { item, _ in
                        if items.rowOfCode[Int(item)] >= 0 { count += 1 }
                    }
                    offsets[user + 1] = count
                }
            }
        }
        for user in 0..<users.count { offsets[user + 1] += offsets[user] }
        return offsets
    }

    /// Calls `body` with the item's code and the rows of each pair of a user, items ascending.
    @inline(__always)
    private func forEachPair(
        of userCode: Int32, _ body: (_ item: Int32, _ rows: UnsafeBufferPointer<Int32>) throws -> Void
    ) rethrows {
        try byUser.rows.withUnsafeBufferPointer { rows in
            let range = byUser.range(of: Int(userCode))
            var start = range.lowerBound
            while start < range.upperBound {
                let item = itemCodes[Int(rows[start])]
                var end = start + 1
                while end < range.upperBound, itemCodes[Int(rows[end])] == item { end += 1 }
                try body(item, UnsafeBufferPointer(rebasing: rows[start..<end]))
                start = end
            }
        }
    }

    private static func nonEmpty(_ groups: RowGroups) -> [Bool] {
        zip(groups.offsets, groups.offsets.dropFirst()).map { $0 < $1 }
    }
}
