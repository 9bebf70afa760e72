import LinearAlgebra
import Modelling

extension Matrix {
    /// One row for each of today's, taken from the earlier model; zero where it has none.
    func mapped(_ mapping: RowMapping) -> Matrix {
        var result = Matrix(rows: mapping.earlierRows.count, columns: columns)
        result.takeRows(of: self, mapping)
        return result
    }

    /// Takes over the rows an earlier model has and leaves the others as they are.
    mutating func takeRows(of earlier: Matrix, _ mapping: RowMapping) {
        precondition(columns == earlier.columns && rows == mapping.earlierRows.count, "rows of the same kind")
        let columns = columns
        withUnsafeMutableBufferPointer { target in
            earlier.withUnsafeBufferPointer { source in
                for (row, earlierRow) in mapping.earlierRows.enumerated() where earlierRow >= 0 {
                    let from = source[Int(earlierRow) * columns..<(Int(earlierRow) + 1) * columns]
                    _ = UnsafeMutableBufferPointer(rebasing: target[row * columns..<(row + 1) * columns])
                        .update(fromContentsOf: from)
                }
            }
        }
    }

    /// Puts the rows of another matrix, in order, at the places given.
    mutating func replaceRows(_ places: [Int], with other: Matrix) {
        precondition(columns == other.columns && places.count == other.rows, "one row for each place")
        for (position, place) in places.enumerated() {
            for (column, value) in other.row(position).enumerated() { self[place, column] = value }
        }
    }
}

extension [Float] {
    /// One number for each of today's rows, taken from the earlier model; zero where it has none.
    func mapped(_ mapping: RowMapping) -> [Float] {
        mapping.earlierRows.map { $0 >= 0 && Int($0) < count ? self[Int($0)] : 0 }
    }
}
