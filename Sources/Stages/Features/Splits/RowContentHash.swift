import LinearAlgebra
import Tables

/// Hashes the cells of rows: equal content, equal hash, whatever the rows' places and the columns' order.
struct RowContentHash: Sendable {
    private let seed: UInt64
    private let columns: [Column]
    /// For columns of strings the hash of each distinct string; empty for others.
    private let stringHashes: [[UInt64]]

    /// Stands for a missing cell.
    private static let missing: UInt64 = 0xA076_1D64_78BD_642F

    init(_ table: Table, seed: UInt64) {
        self.seed = seed
        let named = zip(table.schema.names, table.columns)
        columns = named.sorted { $0.0.utf8.lexicographicallyPrecedes($1.0.utf8) }.map(\.1)
        stringHashes = columns.map { column in
            guard case .string(let strings) = column else { return [] }
            return (0..<strings.dictionary.count).map { code in
                strings.dictionary.withBytes(of: code) { hash64($0, seed: seed) }
            }
        }
    }

    /// One hash per row, column by column, so that a column's type is asked for once.
    func hashes(of rows: Range<Int>) -> [UInt64] {
        var states = [StableHasher](repeating: StableHasher(seed: seed), count: rows.count)
        for (position, column) in columns.enumerated() {
            switch column {
            case .string(let strings):
                let hashes = stringHashes[position]
                for row in rows {
                    let code = strings.codes[row]
                    states[row - rows.lowerBound].combine(code < 0 ? Self.missing : hashes[Int(code)])
                }
            case .int64(let values), .timestamp(let values):
                add(values, of: rows, to: &states) { UInt64(bitPattern: $0) }
            case .float64(let values): add(values, of: rows, to: &states, word: \.bitPattern)
            case .bool(let values): add(values, of: rows, to: &states) { $0 ? 1 : 0 }
            }
        }
        return states.map { $0.finish() }
    }

    @inline(__always)
    private func add<Value>(
        _ column: ValueColumn<Value>, of rows: Range<Int>, to states: inout [StableHasher], word: (Value) -> UInt64
    ) {
        for row in rows {
            let cell = column.isPresent(row) ? word(column.values[row]) : Self.missing
            states[row - rows.lowerBound].combine(cell)
        }
    }
}
