import LinearAlgebra
import Modelling
import Pipeline

/// Makes one value of the rows of each user and item.
struct PairAggregation: Sendable {
    let aggregate: Aggregate
    let values: ValuePayload
    /// Weights stay above 0, however old they are; ratings are any number.
    let isWeight: Bool
    /// The table, for messages.
    let place: String

    /// The training rows' pairs, users × items, with the rows that users' and items' codes got. Sums are in double precision.
    ///
    /// - Throws: `DataError` where weights add up beyond single precision.
    func pairs(
        of training: [Bool], columns: InteractionColumns, pool: WorkerPool
    ) throws -> (matrix: SparseMatrix, users: DenseCodes, items: DenseCodes) {
        switch aggregate {
        case .sum:
            try matrix(of: training, columns, values, pool) { try sum($0) }
        case .max:
            try matrix(of: training, columns, values, pool) { positive($0.reduce(-.infinity, Swift.max)) }
        case .count:
            try matrix(of: training, columns, CountPayload(), pool) { Float($0.count) }
        case .last:
            try matrix(of: training, columns, RowNumberPayload(), pool) { positive(values.value(of: latest($0))) }
        }
    }

    private func matrix<Payload: RowPayload>(
        of training: [Bool], _ columns: InteractionColumns, _ payload: Payload, _ pool: WorkerPool,
        combine: @Sendable (UnsafeBufferPointer<Payload.Value>) throws -> Float
    ) throws -> (matrix: SparseMatrix, users: DenseCodes, items: DenseCodes) {
        let entries = try PairEntries(training, columns: columns, payload: payload, pool: pool)
        let users = DenseCodes(inUse: entries.presentUsers)
        let items = DenseCodes(inUse: entries.presentItems)
        return (try entries.matrix(users: users, items: items, pool: pool, combine: combine), users, items)
    }

    private func sum(_ weights: UnsafeBufferPointer<Float>) throws -> Float {
        let total = weights.reduce(0.0) { $0 + Double($1) }
        guard Float(total).isFinite else { throw overflow(rows: weights.count, total: total) }
        return positive(Float(total))
    }

    private func positive(_ value: Float) -> Float {
        isWeight ? Swift.max(value, .leastNormalMagnitude) : value
    }

    /// - Parameter rows: ascending, so that the later of equal times wins.
    private func latest(_ rows: UnsafeBufferPointer<Int32>) -> Int {
        guard let times = values.times else { return Int(rows[rows.count - 1]) }
        var latest = Int(rows[0])
        for row in rows where times[Int(row)] >= times[latest] { latest = Int(row) }
        return latest
    }

    private func overflow(rows: Int, total: Double) -> DataError {
        DataError(
            place: place, found: "\(rows) rows of one user and item whose weights add up to \(total)",
            expected: "a sum below \(Float.greatestFiniteMagnitude)",
            remedy: "set `weight.cap`, or aggregate by `max` or `last`")
    }
}
