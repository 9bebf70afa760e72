import Pipeline
import Tables

extension TableSchema {
    /// The type of a column a step names; nil after reporting at `site`, the name's place, that there is none.
    func type(of column: String, at site: SettingsSite) -> ColumnType? {
        if let type = type(of: column) { return type }
        site.reportUnknown("column", column, among: names)
        return nil
    }

    /// Checks the columns of a list, each at its own place; naming one twice is a slip too.
    func require(_ columns: [String], at site: SettingsSite) {
        for (index, column) in columns.enumerated() {
            if type(of: column, at: site[index]) != nil, columns[..<index].contains(column) {
                site[index].report("the column \"\(column)\" is named twice", hint: "leave one out")
            }
        }
    }
}

extension Table {
    /// The columns a step names, or all.
    ///
    /// - Precondition: the names were checked against the table's schema.
    func columns(named names: [String]?) -> [Column] {
        (names ?? schema.names).map { column($0) }
    }

    /// - Precondition: the name was checked against the table's schema.
    func column(_ name: String) -> Column {
        guard let column = self[name] else { preconditionFailure("the column \(name) was there when it was checked") }
        return column
    }
}
