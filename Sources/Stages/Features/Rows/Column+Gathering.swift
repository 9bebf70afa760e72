import Tables

extension Column {
    /// The cells of the rows listed, in that order; a negative row is a missing cell. O(rows listed + distinct strings).
    func gathering(_ rows: [Int32]) -> Column {
        switch self {
        case .string(let column): .string(column.gathering(rows))
        case .int64(let column): .int64(column.gathering(rows, placeholder: 0))
        case .float64(let column): .float64(column.gathering(rows, placeholder: 0))
        case .bool(let column): .bool(column.gathering(rows, placeholder: false))
        case .timestamp(let column): .timestamp(column.gathering(rows, placeholder: 0))
        }
    }
}

extension ValueColumn {
    fileprivate func gathering(_ rows: [Int32], placeholder: Value) -> ValueColumn {
        let present = rows.map { $0 >= 0 && isPresent(Int($0)) }
        let gathered = zip(rows, present).map { row, isPresent in isPresent ? values[Int(row)] : placeholder }
        return ValueColumn(values: gathered, validity: present.contains(false) ? Bitmap(present) : nil)
    }
}

extension StringColumn {
    /// Strings that no row uses any more leave the dictionary too.
    fileprivate func gathering(_ rows: [Int32]) -> StringColumn {
        let gathered = rows.map { $0 < 0 ? Self.missing : codes[Int($0)] }
        var inUse = [Bool](repeating: false, count: dictionary.count)
        for code in gathered where code >= 0 { inUse[Int(code)] = true }
        let dense = DenseCodes(inUse: inUse)
        return StringColumn(
            codes: gathered.map { $0 < 0 ? Self.missing : dense.rowOfCode[Int($0)] },
            dictionary: dense.strings(of: dictionary))
    }
}
