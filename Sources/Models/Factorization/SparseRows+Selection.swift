import LinearAlgebra
import Modelling

extension SparseRows {
    /// Some of the rows, in the order given.
    func selecting(_ rows: [Int]) -> SparseRows {
        selecting(rows) { _ in true }
    }

    /// Some of the rows, in the order given, with their entries in the columns that count.
    func selecting(_ rows: [Int], columns counts: (Int32) -> Bool) -> SparseRows {
        var (offsets, columns, weights): ([Int], [Int32], [Float]) = ([0], [], [])
        for row in rows {
            for entry in self.offsets[row]..<self.offsets[row + 1] where counts(self.columns[entry]) {
                columns.append(self.columns[entry])
                weights.append(self.weights[entry])
            }
            offsets.append(columns.count)
        }
        return SparseRows(offsets: offsets, columns: columns, weights: weights, columnCount: columnCount)
    }
}
