import LinearAlgebra

/// Rows listed group by group, ascending within each group.
struct RowGroups: Sendable {
    /// The rows of group `g` lie at `offsets[g] ..< offsets[g + 1]` of `rows`.
    let offsets: [Int]
    let rows: [Int32]

    /// Groups the marked rows by their key. O(rows + keys), in parallel.
    ///
    /// - Precondition: every marked row has a key in `0 ..< keyCount`, and there are fewer than 2³¹ rows.
    init(_ marked: [Bool], by keys: [Int32], keyCount: Int, pool: WorkerPool) throws {
        var sort = try CountingSort(count: marked.count, keyCount: keyCount, pool: pool) { range, counts in
            for row in range where marked[row] { counts[Int(keys[row])] += 1 }
        }
        var rows = [Int32](repeating: 0, count: sort.keyedCount)
        try rows.withSharedBuffer { target in
            try sort.scatter(pool: pool) { range, next in
                for row in range where marked[row] {
                    let key = Int(keys[row])
                    target.pointer[Int(next[key])] = Int32(truncatingIfNeeded: row)
                    next[key] += 1
                }
            }
        }
        offsets = sort.offsets
        self.rows = rows
    }

    func range(of group: Int) -> Range<Int> { offsets[group]..<offsets[group + 1] }
}
