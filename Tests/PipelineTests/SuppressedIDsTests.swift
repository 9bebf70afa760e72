import Pipeline
import Tables
import Testing

@Suite struct SuppressedIDsTests {
    private func ids(_ names: [String], column: String = "user") -> SuppressedIDs {
        SuppressedIDs(names.map { Array($0.utf8) }, column: column)
    }

    private func table(users: [String?]) -> Table {
        Table(columns: [
            ("user", .string(StringColumn(users))),
            ("number", .int64(ValueColumn(values: users.indices.map { Int64($0) }))),
        ])
    }

    @Test func dropsTheirRowsAndNoOthers() throws {
        var rows = table(users: ["b", "a", nil, "c", "a", "aa"])
        #expect(ids(["a", "c", "nobody"]).dropRows(of: &rows) == 3)
        #expect(rows == table(users: ["b", nil, "aa"]).replacingNumbers([0, 2, 5]))
    }

    /// A dictionary that still held the id would carry it into files.
    @Test func theIDLeavesTheDictionary() throws {
        var rows = table(users: ["b", "a", nil])
        _ = ids(["a"]).dropRows(of: &rows)
        guard case .string(let users)? = rows["user"] else {
            Issue.record("the column is gone")
            return
        }
        #expect(users.dictionary.strings == ["b"])
    }

    @Test func numbersAreIDsToo() {
        var rows = table(users: ["x", "x", "x", "x"])
        #expect(ids(["2", "03", "seven"], column: "number").dropRows(of: &rows) == 2)
        #expect(rows.rowCount == 2)
    }

    @Test func aTableWithoutTheColumnStays() {
        var rows = table(users: ["a", "b"])
        #expect(ids(["a"], column: "customer").dropRows(of: &rows) == 0)
        #expect(rows == table(users: ["a", "b"]))
    }

    @Test(arguments: [
        ("1,a,2011", true), ("1,aa,2011", false), ("\"a\";7", true), ("x\t a \ty", true), ("17850.0|x", true),
        ("17850.5|x", false), ("178500|x", false), ("\"Doe, Jane\",7", true), ("Doe|Jane", false), ("", false),
    ])
    func findsThemInRowsThatCouldNotBeRead(_ row: String, _ isNamed: Bool) {
        #expect(ids(["a", "17850", "Doe, Jane"]).isNamed(in: row) == isNamed)
    }
}

extension Table {
    fileprivate func replacingNumbers(_ numbers: [Int64]) -> Table {
        var table = self
        table.set("number", to: .int64(ValueColumn(values: numbers)))
        return table
    }
}
