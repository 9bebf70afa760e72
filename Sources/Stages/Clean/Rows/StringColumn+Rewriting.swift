import Tables

extension StringColumn {
    /// Rewrites every distinct string, given with its code, once; nil makes its cells missing. Also returns the cells
    /// whose bytes changed. O(distinct · log + rows).
    func rewriting(_ transform: (_ code: Int, _ string: String) -> String?) -> (column: StringColumn, changed: Int) {
        var isChanged: [Bool] = []
        isChanged.reserveCapacity(dictionary.count)
        let rewritten = mappingStrings { string in
            let result = transform(isChanged.count, string)
            isChanged.append(result.map { !$0.utf8.elementsEqual(string.utf8) } ?? true)
            return result
        }
        let changed = codes.reduce(0) { $0 + ($1 >= 0 && isChanged[Int($1)] ? 1 : 0) }
        return changed == 0 ? (self, 0) : (rewritten, changed)
    }
}
