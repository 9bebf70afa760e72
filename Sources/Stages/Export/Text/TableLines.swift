import Pipeline
import Tables

/// Spells rows of a table as CSV lines.
///
/// A missing cell is empty, an empty string is `""`; numbers have the shortest spelling that reads back as the same number,
/// times are ISO 8601 in UTC.
struct TableLines: Sendable {
    let columns: [Column]

    func bytes(ofRows rows: Range<Int>) -> [UInt8] {
        var lines: [UInt8] = []
        for row in rows {
            for (position, column) in columns.enumerated() {
                if position > 0 { lines.append(UInt8(ascii: ",")) }
                if column.isPresent(row) { append(column, row, to: &lines) }
            }
            lines.append(UInt8(ascii: "\n"))
        }
        return lines
    }

    private func append(_ column: Column, _ row: Int, to lines: inout [UInt8]) {
        switch column {
        case .string(let column):
            column.dictionary.withBytes(of: Int(column.codes[row])) { CSVField.append($0, to: &lines) }
        case .int64(let column): lines.append(contentsOf: column.values[row].description.utf8)
        case .float64(let column): lines.append(contentsOf: column.values[row].description.utf8)
        case .bool(let column): lines.append(contentsOf: (column.values[row] ? "true" : "false").utf8)
        case .timestamp(let column):
            lines.append(contentsOf: Instant.text(microseconds: column.values[row]).utf8)
        }
    }
}
