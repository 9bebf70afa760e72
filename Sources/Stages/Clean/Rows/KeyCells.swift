import Tables

/// One column of the cells that decide whether two rows are the same, as memory lent for the length of a closure.
///
/// Missing cells equal each other and nothing else. Doubles are equal as numbers are: 0.0 and -0.0 are the same.
enum KeyCells {
    case codes(UnsafeBufferPointer<Int32>)
    case integers(UnsafeBufferPointer<Int64>, validity: UnsafeBufferPointer<UInt64>?)
    case doubles(UnsafeBufferPointer<Double>, validity: UnsafeBufferPointer<UInt64>?)
    case bools(UnsafeBufferPointer<Bool>, validity: UnsafeBufferPointer<UInt64>?)

    /// Lends the memory of all columns at once.
    static func withCells<Result>(of columns: [Column], _ body: ([KeyCells]) throws -> Result) rethrows -> Result {
        try lend(columns[...], [], body)
    }

    private static func lend<Result>(
        _ columns: ArraySlice<Column>, _ lent: [KeyCells], _ body: ([KeyCells]) throws -> Result
    ) rethrows -> Result {
        guard let column = columns.first else { return try body(lent) }
        return try withCells(of: column) { try lend(columns.dropFirst(), lent + [$0], body) }
    }

    private static func withCells<Result>(of column: Column, _ body: (KeyCells) throws -> Result) rethrows -> Result {
        switch column {
        case .string(let column):
            try column.codes.withUnsafeBufferPointer { try body(.codes($0)) }
        case .int64(let column), .timestamp(let column):
            try column.withStorage { try body(.integers($0, validity: $1)) }
        case .float64(let column):
            try column.withStorage { try body(.doubles($0, validity: $1)) }
        case .bool(let column):
            try column.withStorage { try body(.bools($0, validity: $1)) }
        }
    }

    /// Folds the cells of consecutive rows into their hashes.
    func hash(rowsFrom start: Int, into hashes: UnsafeMutableBufferPointer<UInt64>) {
        switch self {
        case .codes(let codes):
            for index in 0..<hashes.count {
                hashes[index].fold(UInt64(truncatingIfNeeded: max(codes[start + index], StringColumn.missing)))
            }
        case .integers(let values, let validity):
            for index in 0..<hashes.count { hashes[index].fold(UInt64(bitPattern: values[start + index])) }
            Self.foldMissing(validity, rowsFrom: start, into: hashes)
        case .doubles(let values, let validity):
            for index in 0..<hashes.count {
                let value = values[start + index]
                hashes[index].fold(value == 0 ? 0 : value.bitPattern)
            }
            Self.foldMissing(validity, rowsFrom: start, into: hashes)
        case .bools(let values, let validity):
            for index in 0..<hashes.count { hashes[index].fold(values[start + index] ? 1 : 0) }
            Self.foldMissing(validity, rowsFrom: start, into: hashes)
        }
    }

    /// A missing cell holds zero; this sets it apart from a present zero.
    private static func foldMissing(
        _ validity: UnsafeBufferPointer<UInt64>?, rowsFrom start: Int, into hashes: UnsafeMutableBufferPointer<UInt64>
    ) {
        guard let validity else { return }
        for index in 0..<hashes.count { hashes[index].fold(validity.bit(start + index) ? 1 : 0) }
    }

    /// Whether two rows have the same cell.
    @inline(__always)
    func isSame(_ left: Int, _ right: Int) -> Bool {
        switch self {
        case .codes(let codes):
            codes[left] == codes[right] || (codes[left] < 0 && codes[right] < 0)
        case .integers(let values, let validity):
            values[left] == values[right] && Self.isSame(validity, left, right)
        case .doubles(let values, let validity):
            values[left] == values[right] && Self.isSame(validity, left, right)
        case .bools(let values, let validity):
            values[left] == values[right] && Self.isSame(validity, left, right)
        }
    }

    @inline(__always)
    private static func isSame(_ validity: UnsafeBufferPointer<UInt64>?, _ left: Int, _ right: Int) -> Bool {
        guard let validity else { return true }
        return validity.bit(left) == validity.bit(right)
    }
}

extension ValueColumn {
    fileprivate func withStorage<Result>(
        _ body: (UnsafeBufferPointer<Value>, UnsafeBufferPointer<UInt64>?) throws -> Result
    ) rethrows -> Result {
        try values.withUnsafeBufferPointer { values in
            guard let validity else { return try body(values, nil) }
            return try validity.words.withUnsafeBufferPointer { try body(values, $0) }
        }
    }
}

extension UnsafeBufferPointer<UInt64> {
    @inline(__always)
    fileprivate func bit(_ index: Int) -> Bool {
        (self[index >> 6] >> UInt64(index & 63)) & 1 == 1
    }
}

extension UInt64 {
    /// Mixes a word into a hash: a product by an odd constant, its upper half folded into the lower.
    @inline(__always)
    fileprivate mutating func fold(_ word: UInt64) {
        let product = (self ^ word) &* 0xD6E8_FEB8_6659_FD93
        self = product ^ (product >> 32)
    }
}
