/// Observed entries by row, as the kernels read them: those of row u lie at `offsets[u] ..< offsets[u + 1]`.
///
/// Checked once, here, so that no kernel can be led outside its memory. Shares storage with the arrays given.
package struct SparseRows: Sendable {
    /// Where each row starts; one more than there are rows.
    package let offsets: [Int]
    /// The row of the other side, per entry.
    package let columns: [Int32]
    /// The weight or rating, per entry.
    package let weights: [Float]
    /// Rows of the other side.
    package let columnCount: Int

    /// Number of rows.
    package var rowCount: Int { offsets.count - 1 }

    /// Wraps compressed rows; offsets must ascend from 0 to the entry count and columns lie in `0..<columnCount`.
    package init(offsets: [Int], columns: [Int32], weights: [Float], columnCount: Int) {
        precondition(offsets.first == 0 && offsets.last == columns.count, "offsets must run from 0 to the entry count")
        precondition(columns.count == weights.count, "\(columns.count) columns for \(weights.count) weights")
        offsets.withUnsafeBufferPointer { offsets in
            for row in 1..<offsets.count { precondition(offsets[row - 1] <= offsets[row], "offsets must ascend") }
        }
        columns.withUnsafeBufferPointer { columns in
            precondition(columns.allSatisfy { $0 >= 0 && $0 < columnCount }, "a column outside 0..<\(columnCount)")
        }
        self.offsets = offsets
        self.columns = columns
        self.weights = weights
        self.columnCount = columnCount
    }
}
