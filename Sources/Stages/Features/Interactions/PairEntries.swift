import LinearAlgebra
import Modelling

/// The training rows in the order of their pairs: by user, then by item, then as in the input.
struct PairEntries<Payload: BitwiseCopyable & Sendable>: Sendable {
    /// Set for each code that has a row.
    let presentUsers: [Bool]
    let presentItems: [Bool]
    /// The entries of a user's code lie at `offsets[code] ..< offsets[code + 1]`.
    private let offsets: [Int]
    private let items: [Int32]
    private let payloads: [Payload]

    /// Users aggregated by one chunk of a parallel loop.
    private static var chunkSize: Int { 512 }

    /// Two stable counting sorts, by item and then by user. What is needed of a row moves with it, so every read is
    /// sequential. O(rows + users + items), in parallel.
    init<Source: RowPayload>(
        _ training: [Bool], columns: InteractionColumns, payload: Source, pool: WorkerPool
    ) throws where Source.Value == Payload {
        let byItem = try ItemOrder(training, columns: columns, payload: payload, pool: pool)
        presentItems = byItem.presentItems
        var sort = try CountingSort(
            count: byItem.users.count, keyCount: columns.users.dictionary.count, pool: pool
        ) { range, counts in
            for place in range { counts[Int(byItem.users[place])] += 1 }
        }
        presentUsers = sort.presentKeys
        offsets = sort.offsets
        var items = [Int32](repeating: 0, count: sort.keyedCount)
        payloads = try Array(unsafeUninitializedCapacity: sort.keyedCount) { payloads, count in
            let payloadTarget = SharedBuffer(payloads)
            try items.withSharedBuffer { itemTarget in
                try sort.scatter(pool: pool) { range, next in
                    byItem.forEachPlace(in: range) { place, item in
                        let user = Int(byItem.users[place])
                        let target = Int(next[user])
                        itemTarget.pointer[target] = item
                        payloadTarget.pointer[target] = byItem.payloads[place]
                        next[user] += 1
                    }
                }
            }
            count = payloads.count
        }
        self.items = items
    }

    var count: Int { items.count }

    /// One entry per pair: users × items.
    ///
    /// Counts the pairs of each user, then makes their values, both in parallel over users. O(rows).
    ///
    /// - Parameter combine: makes the value of a pair of its payloads, in input order.
    func matrix(
        users: DenseCodes, items dense: DenseCodes, pool: WorkerPool,
        combine: @Sendable (UnsafeBufferPointer<Payload>) throws -> Float
    ) throws -> SparseMatrix {
        let pairOffsets = try pairOffsets(users: users, pool: pool)
        var indices = [Int32](repeating: 0, count: pairOffsets[users.count])
        var values = [Float](repeating: 0, count: pairOffsets[users.count])
        try indices.withSharedBuffer { indices in
            try values.withSharedBuffer { values in
                try pool.forEachChunk(count: users.count, chunkSize: Self.chunkSize) { range, _ in
                    for user in range {
                        var next = pairOffsets[user]
                        try forEachPair(of: users.codeOfRow[user]) { item, payloads in
                            indices.pointer[next] = dense.rowOfCode[Int(item)]
                            values.pointer[next] = try combine(payloads)
                            next += 1
                        }
                    }
                }
            }
        }
        return SparseMatrix(
            rows: users.count, columns: dense.count, offsets: pairOffsets, indices: indices, values: values)
    }

    private func pairOffsets(users: DenseCodes, pool: WorkerPool) throws -> [Int] {
        var counts = [Int](repeating: 0, count: users.count + 1)
        try counts.withSharedBuffer { counts in
            try pool.forEachChunk(count: users.count, chunkSize: Self.chunkSize) { range, _ in
                for user in range {
                    forEachPair(of: users.codeOfRow[user]) { _, _ in counts.pointer[user + 1] += 1 }
                }
            }
        }
        for user in 0..<users.count { counts[user + 1] += counts[user] }
        return counts
    }

    /// Calls `body` with the item's code and the payloads of each pair of a user, items ascending.
    @inline(__always)
    private func forEachPair(
        of userCode: Int32, _ body: (_ item: Int32, _ payloads: UnsafeBufferPointer<Payload>) throws -> Void
    ) rethrows {
        try items.withUnsafeBufferPointer { items in
            try payloads.withUnsafeBufferPointer { payloads in
                var start = offsets[Int(userCode)]
                let limit = offsets[Int(userCode) + 1]
                while start < limit {
                    var end = start + 1
                    while end < limit, items[end] == items[start] { end += 1 }
                    try body(items[start], UnsafeBufferPointer(rebasing: payloads[start..<end]))
                    start = end
                }
            }
        }
    }
}

/// The training rows by item, then as in the input: halfway to pairs.
private struct ItemOrder<Payload: BitwiseCopyable & Sendable>: Sendable {
    let presentItems: [Bool]
    let offsets: [Int]
    /// The user's code and the payload of each row.
    let users: [Int32]
    let payloads: [Payload]

    init<Source: RowPayload>(
        _ training: [Bool], columns: InteractionColumns, payload: Source, pool: WorkerPool
    ) throws where Source.Value == Payload {
        let userCodes = columns.users.codes
        let itemCodes = columns.items.codes
        var sort = try CountingSort(
            count: training.count, keyCount: columns.items.dictionary.count, pool: pool
        ) { range, counts in
            for row in range where training[row] { counts[Int(itemCodes[row])] += 1 }
        }
        presentItems = sort.presentKeys
        offsets = sort.offsets
        var users = [Int32](repeating: 0, count: sort.keyedCount)
        payloads = try Array(unsafeUninitializedCapacity: sort.keyedCount) { payloads, count in
            let payloadTarget = SharedBuffer(payloads)
            try users.withSharedBuffer { userTarget in
                try sort.scatter(pool: pool) { range, next in
                    for row in range where training[row] {
                        let item = Int(itemCodes[row])
                        let target = Int(next[item])
                        userTarget.pointer[target] = userCodes[row]
                        payloadTarget.pointer[target] = payload.value(of: row)
                        next[item] += 1
                    }
                }
            }
            count = payloads.count
        }
        self.users = users
    }

    /// Calls `body` with each place of a stretch and the code of the item it belongs to.
    @inline(__always)
    func forEachPlace(in range: Range<Int>, _ body: (_ place: Int, _ item: Int32) -> Void) {
        guard var item = offsets.firstIndex(where: { $0 > range.lowerBound }).map({ $0 - 1 }) else { return }
        var place = range.lowerBound
        while place < range.upperBound {
            let end = min(range.upperBound, offsets[item + 1])
            while place < end {
                body(place, Int32(truncatingIfNeeded: item))
                place += 1
            }
            item += 1
        }
    }
}
