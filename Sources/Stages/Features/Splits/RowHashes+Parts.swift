import LinearAlgebra
import Pipeline
import Tables

extension RowHashes {
    /// Always the same, so that runs can be compared whatever their seeds.
    private static let seed: UInt64 = 0

    /// The rows of a table in each part. O(rows · log rows).
    ///
    /// - Parameter names: the columns that rows are known again by; those the table lacks are left out.
    init(of table: Table, identifiedBy names: [String], _ parts: RowParts, pool: WorkerPool) throws {
        let identity = Table(columns: names.compactMap { name in table[name].map { (name, $0) } })
        let hashes = RowContentHash(identity, seed: Self.seed)
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
