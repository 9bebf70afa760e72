/// A few hundred complete rows of a window, as the column decoders see them.
///
/// Rows here have as many fields as they should. A decoder that cannot read a cell puts its reason beside the row; the
/// rows that have one when all columns are read are dropped from every column.
struct RowBatch {
    /// Most rows of a batch: their cells' codes and values stay in the first-level cache.
    static let capacity = 1_024

    let bytes: UnsafePointer<UInt8>
    /// Ends of fields; the entry before a row's first field is the end of the row before.
    let ends: UnsafePointer<UInt32>
    /// For each row the index of its first field's end.
    let firstFields: UnsafePointer<UInt32>
    let rowCount: Int
    /// The position of the last field, which a carriage return may follow.
    let lastField: Int
    let quote: UInt8?
    /// For each row the raw value of its ``RejectionReason``, 0 for none yet, and the column to blame.
    let reasons: UnsafeMutablePointer<UInt8>
    let blamed: UnsafeMutablePointer<UInt32>

    /// The bytes of a cell as they stand in the file, quotes included.
    @inline(__always)
    func cell(row: Int, field: Int) -> CellText {
        let index = Int(firstFields[row]) + field
        let start = Int(ends[index - 1] &+ 1)
        var end = Int(ends[index])
        if field == lastField, end > start, bytes[end - 1] == Byte.carriageReturn { end -= 1 }
        return CellText(start: bytes + start, count: end - start)
    }

    @inline(__always)
    func isRejected(_ row: Int) -> Bool { reasons[row] != 0 }

    func reject(_ row: Int, _ reason: RejectionReason, column: Int) {
        guard reasons[row] == 0 else { return }
        reasons[row] = reason.rawValue
        blamed[row] = UInt32(column)
    }
}
