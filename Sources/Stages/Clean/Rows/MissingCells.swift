import LinearAlgebra
import Tables

/// Finds the rows with a missing cell in any of some columns.
enum MissingCells {
    private static let chunkSize = 1 << 16

    /// The rows without a missing cell, and for each column the rows dropped on its account: a row counts under the
    /// first column that lacks it. O(rows × columns), in parallel over rows.
    static func flags(
        rowCount: Int, columns: [Column], pool: WorkerPool
    ) throws -> (keep: [Bool], missing: [Int]) {
        var keep = [Bool](repeating: true, count: rowCount)
        let counts = try keep.withSharedBuffer { keep in
            try pool.map(count: rowCount, chunkSize: chunkSize) { rows in
                columns.map { drop($0, rows, keep.pointer) }
            }
        }
        let missing = columns.indices.map { column in counts.reduce(0) { $0 + $1[column] } }
        return (keep, missing)
    }

    /// Clears the flags of rows whose cell is missing, and returns how many were set before.
    private static func drop(_ column: Column, _ rows: Range<Int>, _ keep: UnsafeMutableBufferPointer<Bool>) -> Int {
        switch column {
        case .string(let column): drop(column.codes, rows, keep)
        case .int64(let column), .timestamp(let column): drop(column.validity, rows, keep)
        case .float64(let column): drop(column.validity, rows, keep)
        case .bool(let column): drop(column.validity, rows, keep)
        }
    }

    private static func drop(_ codes: [Int32], _ rows: Range<Int>, _ keep: UnsafeMutableBufferPointer<Bool>) -> Int {
        codes.withUnsafeBufferPointer { codes in
            var dropped = 0
            for row in rows where codes[row] < 0 && keep[row] {
                keep[row] = false
                dropped += 1
            }
            return dropped
        }
    }

    private static func drop(_ validity: Bitmap?, _ rows: Range<Int>, _ keep: UnsafeMutableBufferPointer<Bool>) -> Int {
        guard let validity else { return 0 }
        var dropped = 0
        for row in rows where !validity[row] && keep[row] {
            keep[row] = false
            dropped += 1
        }
        return dropped
    }
}
