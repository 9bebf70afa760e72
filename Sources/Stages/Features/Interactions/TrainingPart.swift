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

    /// - Throws: `DataError` where the minimums leave nothing.
    init(
        _ training: [Bool], columns: InteractionColumns, values: [Float], builder: InteractionsBuilder, pool: WorkerPool
    ) throws {
        let pairs = try PairRows(training, columns: columns, pool: pool)
        var users = DenseCodes(inUse: pairs.presentUsers)
        var items = DenseCodes(inUse: pairs.presentItems)
        var steps: [StepAccount] = []
        if builder.minimumPerUser > 1 || builder.minimumPerItem > 1 {
            steps.append(try Self.applyMinimums(of: builder, to: pairs, users: &users, items: &items, pool: pool))
        }
        let decay = try builder.weight.halfLifeDays.map { days in
            try Decay(
                newest: Self.newestTime(training, columns: columns, users: users, items: items, pool: pool),
                halfLifeDays: days)
        }
        let pairValues = PairValues(
            aggregate: builder.aggregate, values: values, times: columns.times, decay: decay,
            isWeight: builder.feedback == .implicit, place: "features: table \(builder.table)")
        let byUser = try pairs.matrix(users: users, items: items, values: pairValues, pool: pool)
        steps.append(Self.aggregateAccount(rows: steps.last?.rowsOut ?? pairs.count, pairs: byUser.count, builder.table))
        matrix = InteractionMatrix(
            feedback: builder.feedback, users: users.strings(of: columns.users.dictionary),
            items: items.strings(of: columns.items.dictionary), byUser: byUser,
            byItem: try byUser.transposed(in: pool))
        self.steps = steps
        self.users = users
        self.items = items
    }

    private static func applyMinimums(
        of builder: InteractionsBuilder, to pairs: PairRows, users: inout DenseCodes, items: inout DenseCodes,
        pool: WorkerPool
    ) throws -> StepAccount {
        let counting = PairValues(
            aggregate: .count, values: [], times: nil, decay: nil, isWeight: true, place: builder.table)
        let active = try MinimumActivity(
            pairs.matrix(users: users, items: items, values: counting, pool: pool),
            perUser: builder.minimumPerUser, perItem: builder.minimumPerItem, pool: pool)
        users = DenseCodes(inUse: users.rowOfCode.map { $0 >= 0 && active.users[Int($0)] })
        items = DenseCodes(inUse: items.rowOfCode.map { $0 >= 0 && active.items[Int($0)] })
        let dropped = active.rowsDroppedWithUsers + active.rowsDroppedWithItems
        let account = StepAccount(
            step: "minimums", table: builder.table, rowsIn: pairs.count, rowsOut: pairs.count - dropped,
            dropped: [
                ("minimum_per_user", active.rowsDroppedWithUsers), ("minimum_per_item", active.rowsDroppedWithItems),
            ])
        guard account.rowsOut > 0 else { throw nothingLeft(builder, rows: pairs.count) }
        return account
    }

    private static func newestTime(
        _ training: [Bool], columns: InteractionColumns, users: DenseCodes, items: DenseCodes, pool: WorkerPool
    ) throws -> Int64 {
        guard let times = columns.times?.values else { preconditionFailure("the check let decay without times pass") }
        let newest = try pool.map(count: training.count, chunkSize: 1 << 18) { range in
            var newest = Int64.min
            for row in range where training[row] && times[row] > newest {
                let isIn = users.rowOfCode[Int(columns.users.codes[row])] >= 0
                    && items.rowOfCode[Int(columns.items.codes[row])] >= 0
                if isIn { newest = times[row] }
            }
            return newest
        }
        return newest.max() ?? .min
    }

    private static func aggregateAccount(rows: Int, pairs: Int, _ table: String) -> StepAccount {
        StepAccount(
            step: "aggregate", table: table, rowsIn: rows, rowsOut: pairs, dropped: [("aggregated", rows - pairs)])
    }

    private static func nothingLeft(_ builder: InteractionsBuilder, rows: Int) -> DataError {
        DataError(
            place: "features: table \(builder.table)", found: "no training row of \(rows) left by the minimums",
            expected: "users with \(builder.minimumPerUser) items and items with \(builder.minimumPerItem) users",
            remedy: "lower `minimum_per_user` or `minimum_per_item`")
    }
}
