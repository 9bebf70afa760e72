import Pipeline
import Tables

/// A side table brought into the order of the dataset's users or items.
struct SideTable: Sendable {
    /// Row `r` belongs to id `r`; all its cells are missing where the table lacks the id.
    let aligned: Table
    /// Where a table has several rows of an id, the first is taken and the others count as `duplicate_id`.
    let account: StepAccount

    /// - Precondition: `idColumn` is a column of ids.
    init(_ table: Table, name: String, idColumn: String, ids: StringDictionary) {
        let column = IdentifierColumn.strings(table.require(idColumn))
        let rowOfCode = SortedStrings.positions(of: column.dictionary, among: ids)
        var sources = [Int32](repeating: -1, count: ids.count)
        var taken = 0
        var missing = 0
        var unknown = 0
        for (row, code) in column.codes.enumerated() {
            guard code >= 0 else { missing += 1; continue }
            let target = Int(rowOfCode[Int(code)])
            guard target >= 0 else { unknown += 1; continue }
            guard sources[target] < 0 else { continue }
            sources[target] = Int32(row)
            taken += 1
        }
        aligned = Table(columns: zip(table.schema.names, table.columns).map { ($0, $1.gathering(sources)) })
        account = StepAccount(
            step: "side_table", table: name, rowsIn: table.rowCount, rowsOut: taken,
            dropped: [
                ("missing_id", missing), ("unknown_to_training", unknown),
                ("duplicate_id", table.rowCount - taken - missing - unknown),
            ])
    }
}
