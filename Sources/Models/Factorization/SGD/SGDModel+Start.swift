import LinearAlgebra

extension SGDModel {
    /// Begins with the rows of `start`. AdaGrad's sums start anew, as no model keeps them.
    mutating func begin(at start: SGDStart, pool: WorkerPool) throws {
        users.begin(at: start.users)
        items.begin(at: start.items)
        try refreshSquares(pool: pool)
    }
}

extension SGDSide {
    fileprivate mutating func begin(at rows: SGDRows) {
        var records = records
        for (row, bias) in rows.biases.enumerated() { records[row].x = bias }
        replace(factors: rows.factors, records: records)
    }
}
