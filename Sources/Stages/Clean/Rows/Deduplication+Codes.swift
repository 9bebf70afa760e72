import Tables

extension Deduplication {
    /// The rows that stay where one string column is the key: codes need no hashing. O(rows + distinct strings).
    func flags(_ strings: StringColumn) -> [Bool] {
        var isMet = [Bool](repeating: false, count: strings.dictionary.count + 1)
        var keep = [Bool](repeating: false, count: strings.count)
        isMet.withUnsafeMutableBufferPointer { isMet in
            strings.codes.withUnsafeBufferPointer { codes in
                // The first place is that of missing cells.
                func visit(_ row: Int) {
                    let place = Int(max(codes[row], StringColumn.missing)) + 1
                    keep[row] = !isMet[place]
                    isMet[place] = true
                }
                switch kept {
                case .first: for row in 0..<codes.count { visit(row) }
                case .last: for row in (0..<codes.count).reversed() { visit(row) }
                }
            }
        }
        return keep
    }
}
