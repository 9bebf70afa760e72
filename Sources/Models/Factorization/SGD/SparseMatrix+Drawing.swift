import LinearAlgebra
import Modelling

extension SparseMatrix {
    private static let attempts = 32

    /// A column drawn uniformly from those in which the row has no entry; nil after 32 draws that hit entries.
    func drawColumn(missingFrom row: Int, _ random: inout RandomSource) -> Int32? {
        for _ in 0..<Self.attempts {
            let column = Int32(random.integer(below: columns))
            if !hasEntry(row: row, column: column) { return column }
        }
        return nil
    }

    /// Whether the row has an entry in the column: by binary search.
    func hasEntry(row: Int, column: Int32) -> Bool {
        let range = range(ofRow: row)
        var (low, high) = (range.lowerBound, range.upperBound)
        while low < high {
            let middle = low + (high - low) / 2
            if indices[middle] < column { low = middle + 1 } else { high = middle }
        }
        return low < range.upperBound && indices[low] == column
    }

    /// The row that an entry belongs to: by binary search.
    func row(ofEntry entry: Int) -> Int {
        var (low, high) = (0, rows)
        while low + 1 < high {
            let middle = low + (high - low) / 2
            if offsets[middle] <= entry { low = middle } else { high = middle }
        }
        return low
    }
}
