/// A sparse matrix by rows (CSR): row `r` has its entries at `offsets[r] ..< offsets[r + 1]`, columns ascending and distinct.
public struct SparseMatrix: Sendable, Equatable {
    public let rows: Int
    public let columns: Int
    public let offsets: [Int]
    public let indices: [Int32]
    public let values: [Float]

    /// - Precondition: `offsets` has `rows + 1` entries from 0 to `indices.count`, one value per index.
    public init(rows: Int, columns: Int, offsets: [Int], indices: [Int32], values: [Float]) {
        precondition(offsets.count == rows + 1 && offsets.last == indices.count, "offsets cover the entries")
        precondition(indices.count == values.count, "one value per entry")
        self.rows = rows
        self.columns = columns
        self.offsets = offsets
        self.indices = indices
        self.values = values
    }

    /// Entries stored.
    public var count: Int { indices.count }

    @inlinable
    public func range(ofRow row: Int) -> Range<Int> { offsets[row]..<offsets[row + 1] }

    /// The same entries by columns. A counting sort: O(count + rows + columns), columns ascending in every row again.
    public func transposed() -> SparseMatrix {
        var starts = [Int](repeating: 0, count: columns + 1)
        for index in indices { starts[Int(index) + 1] += 1 }
        for column in 0..<columns { starts[column + 1] += starts[column] }
        var next = starts
        var transposedIndices = [Int32](repeating: 0, count: count)
        var transposedValues = [Float](repeating: 0, count: count)
        transposedIndices.withUnsafeMutableBufferPointer { targetIndices in
            transposedValues.withUnsafeMutableBufferPointer { targetValues in
                for row in 0..<rows {
                    for entry in offsets[row]..<offsets[row + 1] {
                        let column = Int(indices[entry])
                        targetIndices[next[column]] = Int32(row)
                        targetValues[next[column]] = values[entry]
                        next[column] += 1
                    }
                }
            }
        }
        return SparseMatrix(
            rows: columns, columns: rows, offsets: starts, indices: transposedIndices, values: transposedValues)
    }
}
