import LinearAlgebra
import Modelling
import Pipeline

extension TrainingPart {
    /// The held-out rows of users and items known to training, by user and in input order; the others are counted, a row
    /// of an unknown user and an unknown item under its user. O(rows).
    ///
    /// - Throws: `DataError` where no row is left.
    func heldOut(
        _ marked: [Bool], part: String, columns: InteractionColumns, values: [Float], pool: WorkerPool
    ) throws -> HeldOutInteractions {
        let groups = try RowGroups(
            marked, by: columns.users.codes, keyCount: columns.users.dictionary.count, pool: pool)
        var offsets = [0]
        offsets.reserveCapacity(users.count + 1)
        var known: [Int32] = []
        var ofKnownUsers = 0
        for user in users.codeOfRow {
            let range = groups.range(of: Int(user))
            ofKnownUsers += range.count
            for row in groups.rows[range] where items.rowOfCode[Int(columns.items.codes[Int(row)])] >= 0 {
                known.append(row)
            }
            offsets.append(known.count)
        }
        let held = HeldOutInteractions(
            offsets: offsets, items: known.map { items.rowOfCode[Int(columns.items.codes[Int($0)])] },
            values: known.map { values[Int($0)] }, labels: known.map { columns.label(of: Int($0)) },
            labelNames: columns.labelNames, rowsWithUnknownUser: groups.rows.count - ofKnownUsers,
            rowsWithUnknownItem: ofKnownUsers - known.count)
        guard held.count > 0 else { throw allCold(held, part: part) }
        return held
    }

    private func allCold(_ held: HeldOutInteractions, part: String) -> DataError {
        DataError(
            place: "features.split",
            found: "no row in the \(part) part that training knows the user and the item of: "
                + "\(held.rowsWithUnknownUser) rows of unknown users, \(held.rowsWithUnknownItem) of unknown items",
            expected: "users with rows in both parts",
            remedy: "hold out less, lower the minimums, or split by another rule")
    }
}
