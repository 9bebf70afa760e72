import LinearAlgebra
import Modelling
import Pipeline
import Tables

/// The training part of the dataset: who is in it, and one value per pair.
///
/// Made from the training rows alone; nothing here looks at a held-out row.
struct TrainingPart: Sendable {
    let matrix: InteractionMatrix
    /// The accounts of the steps `minimums` (where there are any) and `aggregate`.
    let steps: [StepAccount]
    /// The rows the users' and items' codes got.
    let users: DenseCodes
    let items: DenseCodes

    /// - Throws: `DataError` where the minimums leave nothing, or weights add up beyond single precision.
    init(
        _ marked: [Bool], columns: InteractionColumns, values: [Float], builder: InteractionsBuilder, pool: WorkerPool
    ) throws {
        var training = marked
        var steps: [StepAccount] = []
        if builder.minimumPerUser > 1 || builder.minimumPerItem > 1 {
            steps.append(try Self.applyMinimums(of: builder, to: &training, columns: columns, pool: pool))
        }
        let rowCount = steps.last?.rowsOut ?? training.trueCount
        let aggregation = PairAggregation(
            aggregate: builder.aggregate,
            values: ValuePayload(
                values: values, times: columns.times?.values,
                decay: try Self.decay(of: builder, over: training, columns: columns, pool: pool)),
            isWeight: builder.valueMeaning == .implicit, place: "features: table \(builder.table)")
        let pairs = try aggregation.pairs(of: training, columns: columns, pool: pool)
        matrix = InteractionMatrix(
            feedback: builder.valueMeaning, users: pairs.users.strings(of: columns.users.dictionary),
            items: pairs.items.strings(of: columns.items.dictionary), byUser: pairs.matrix,
            byItem: try pairs.matrix.transposed(in: pool))
        users = pairs.users
        items = pairs.items
        let account = StepAccount(
            step: "aggregate", table: builder.table, rowsIn: rowCount, rowsOut: pairs.matrix.count,
            dropped: [("aggregated", rowCount - pairs.matrix.count)])
        self.steps = steps + [account]
    }

    /// Takes the rows of users and items that are not active enough out of the training rows.
    private static func applyMinimums(
        of builder: InteractionsBuilder, to training: inout [Bool], columns: InteractionColumns, pool: WorkerPool
    ) throws -> StepAccount {
        let counting = PairAggregation(
            aggregate: .count, values: ValuePayload(values: [], times: nil, decay: nil), isWeight: true,
            place: builder.table)
        let pairs = try counting.pairs(of: training, columns: columns, pool: pool)
        let active = try MinimumActivity(
            pairs.matrix, perUser: builder.minimumPerUser, perItem: builder.minimumPerItem, pool: pool)
        let users = pairs.users.rowOfCode.map { $0 >= 0 && active.users[Int($0)] }
        let items = pairs.items.rowOfCode.map { $0 >= 0 && active.items[Int($0)] }
        let rowsIn = training.trueCount
        try training.withSharedBuffer { training in
            try pool.forEachChunk(count: training.count, chunkSize: 1 << 16) { range, _ in
                for row in range where training.pointer[row] {
                    let isActive = users[Int(columns.users.codes[row])] && items[Int(columns.items.codes[row])]
                    training.pointer[row] = isActive
                }
            }
        }
        let account = StepAccount(
            step: "minimums", table: builder.table, rowsIn: rowsIn, rowsOut: training.trueCount,
            dropped: [
                ("minimum_per_user", active.rowsDroppedWithUsers), ("minimum_per_item", active.rowsDroppedWithItems),
            ])
        guard account.rowsOut > 0 else { throw nothingLeft(builder, rows: rowsIn).after([account]) }
        return account
    }

    /// The decay the builder asks for, counted from the newest training row.
    private static func decay(
        of builder: InteractionsBuilder, over training: [Bool], columns: InteractionColumns, pool: WorkerPool
    ) throws -> Decay? {
        guard let halfLifeDays = builder.weight.halfLifeDays, let times = columns.times?.values else { return nil }
        let newest = try pool.map(count: training.count, chunkSize: 1 << 18) { range in
            var newest = Int64.min
            for row in range where training[row] && times[row] > newest { newest = times[row] }
            return newest
        }
        return Decay(newest: newest.max() ?? .min, halfLifeDays: halfLifeDays)
    }

    private static func nothingLeft(_ builder: InteractionsBuilder, rows: Int) -> DataError {
        DataError(
            place: "features: table \(builder.table)", found: "no training row of \(rows) left by the minimums",
            expected: "users with \(builder.minimumPerUser) items and items with \(builder.minimumPerItem) users",
            remedy: "lower `minimum_per_user` or `minimum_per_item`")
    }
}
