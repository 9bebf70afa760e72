import LinearAlgebra
import Pipeline
import Tables

extension RowHashes {
    /// Always the same, so that runs can be compared whatever their seeds.
    private static let seed: UInt64 = 0

    /// The rows of a table in each part. O(rows · columns + rows · log rows).
    init(of table: Table, _ parts: RowParts, pool: WorkerPool) throws {
        let hashes = RowContentHash(table, seed: Self.seed)
        let all = try pool.map(count: table.rowCount, chunkSize: 1 << 14) { hashes.hashes(of: $0) }.flatMap(\.self)
        var (trained, heldOut): ([UInt64], [UInt64]) = ([], [])
        for (row, hash) in all.enumerated() {
            if parts.training[row] {
                trained.append(hash)
            } else if parts.test?[row] == true || parts.validation?[row] == true {
                heldOut.append(hash)
            }
        }
        self.init(trained: trained, heldOut: heldOut)
    }
}
