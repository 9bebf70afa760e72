import Tables

/// The ids of a suppression list, and what it means for rows to be suppressed by it.
public struct SuppressedIDs: Sendable {
    /// Why a row is dropped.
    public static let reason = "suppressed"

    public let column: String
    private let ids: Set<[UInt8]>
    /// Those that hold what separates the fields of a text.
    private let compoundIDs: [String]

    public init(_ ids: some Sequence<[UInt8]>, column: String) {
        self.ids = Set(ids)
        self.column = column
        compoundIDs = self.ids.filter { $0.contains(where: Self.separators.contains) }.map {
            String(decoding: $0, as: UTF8.self)
        }
    }

    public var count: Int { ids.count }

    /// Drops the rows of suppressed ids and returns how many; the ids leave the column's dictionary, too. Tables without the
    /// column stay as they are. O(rows + ids · log distinct).
    public func dropRows(of table: inout Table) -> Int {
        guard !ids.isEmpty, let keep = rowsToKeep(of: table) else { return 0 }
        let before = table.rowCount
        table.keepRows(keep)
        if table.rowCount < before, case .string(let kept)? = table[column] {
            table.set(column, to: .string(kept.droppingUnusedStrings()))
        }
        return before - table.rowCount
    }

    /// How many of the ids are among those of a dictionary. O(ids · log distinct).
    func count(in dictionary: StringDictionary) -> Int {
        ids.count { dictionary.code(of: String(decoding: $0, as: UTF8.self)) != nil }
    }

    /// Nil where the table has no such column of ids.
    private func rowsToKeep(of table: Table) -> [Bool]? {
        switch table[column] {
        case .string(let column):
            var isSuppressed = [Bool](repeating: false, count: column.dictionary.count)
            for id in ids {
                if let code = column.dictionary.code(of: String(decoding: id, as: UTF8.self)) {
                    isSuppressed[Int(code)] = true
                }
            }
            return column.codes.map { $0 < 0 || !isSuppressed[Int($0)] }
        case .int64(let column):
            let numbers = Set(ids.compactMap { Int64(String(decoding: $0, as: UTF8.self)) })
            return (0..<column.count).map { row in column[row].map { !numbers.contains($0) } ?? true }
        case .float64, .bool, .timestamp, nil: return nil
        }
    }
}

extension SuppressedIDs {
    /// Stands for the text of a row that names somebody who is suppressed.
    public static let withheldText = "(withheld: it names a suppressed id)"

    private static let separators = Set(",;|\t\"'".utf8)

    /// Whether the text of a row that could not be read names one of the ids: as a field of its own, or anywhere, for ids
    /// that hold what separates fields.
    public func isNamed(in row: String) -> Bool {
        row.utf8.split(whereSeparator: Self.separators.contains).contains(where: isNamed(by:))
            || compoundIDs.contains { row.contains($0) }
    }

    /// Blanks around an id are left out, and a fraction of zeros, as `integral` columns do.
    private func isNamed(by field: Substring.UTF8View) -> Bool {
        let blank = UInt8(ascii: " ")
        var id = Array(field.drop { $0 == blank })
        while id.last == blank { id.removeLast() }
        if ids.contains(id) { return true }
        guard let point = id.lastIndex(of: UInt8(ascii: ".")),
            id[(point + 1)...].allSatisfy({ $0 == UInt8(ascii: "0") })
        else { return false }
        return ids.contains(Array(id[..<point]))
    }
}

extension StringColumn {
    /// The same rows over a dictionary of the strings they use. O(rows + distinct).
    fileprivate func droppingUnusedStrings() -> StringColumn {
        var isUsed = [Bool](repeating: false, count: dictionary.count)
        for code in codes where code >= 0 { isUsed[Int(code)] = true }
        var next: Int32 = 0
        let recoded = isUsed.map { used -> Int32 in
            defer { next += used ? 1 : 0 }
            return next
        }
        return StringColumn(
            codes: codes.map { $0 < 0 ? $0 : recoded[Int($0)] }, dictionary: dictionary.keeping(isUsed))
    }
}
