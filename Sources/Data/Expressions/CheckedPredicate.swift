import LinearAlgebra
import Tables

/// A condition whose names and types fit a schema, ready to be evaluated on tables of that schema.
public struct CheckedPredicate: Sendable {
    /// The expression as it was written.
    public let text: String
    /// The columns it reads, each once.
    public let columnNames: [String]
    let condition: Condition

    /// Rows evaluated together: enough to spread the cost of walking the condition, few enough to stay in cache. A
    /// multiple of 64, so that each block of validity bits starts on a word.
    private static let blockSize = 4_096
    /// Rows a worker takes at a time.
    private static let chunkSize = 16 * blockSize

    /// For each row whether the condition is true; false where it is false or unknown.
    ///
    /// Questions about strings are asked once per distinct string. O(rows × operations), in parallel over rows.
    ///
    /// - Precondition: `table` has the columns read, with the types the expression was checked with.
    /// - Throws: `CancellationError` where the pool is cancelled.
    public func evaluate(on table: Table, pool: WorkerPool = .serial) throws -> [Bool] {
        let source = try Binder(table: table, pool: pool).bind(condition)
        var keep = [Bool](repeating: false, count: table.rowCount)
        try keep.withSharedBuffer { keep in
            try pool.forEachChunk(count: table.rowCount, chunkSize: Self.chunkSize) { chunk, _ in
                for start in stride(from: chunk.lowerBound, to: chunk.upperBound, by: Self.blockSize) {
                    let rows = start..<min(start + Self.blockSize, chunk.upperBound)
                    source.truth(of: rows).markTrue(in: keep[rows])
                }
            }
        }
        return keep
    }
}
