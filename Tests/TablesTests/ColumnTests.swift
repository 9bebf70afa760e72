import Tables
import Testing

@Suite struct ColumnTests {
    @Test func missingCellsAreNil() {
        let column = StringColumn(["b", nil, "a", "b"])
        #expect((0..<4).map { column[$0] } == ["b", nil, "a", "b"])
        #expect(column.codes == [1, -1, 0, 1])
        let numbers = ValueColumn<Int64>([7, nil])
        #expect(numbers[0] == 7 && numbers[1] == nil)
        #expect(ValueColumn<Int64>([1, 2]).validity == nil, "no mask where nothing is missing")
    }

    @Test func keepingRowsKeepsValuesAndValidityTogether() {
        var column = Column.float64(ValueColumn([1.5, nil, 2.5, nil, 3.5]))
        column.keepRows([false, true, true, false, true], keptCount: 3)
        #expect(column == .float64(ValueColumn([nil, 2.5, 3.5])))
    }

    @Test func mappedStringsMayMeetOrVanish() {
        let column = StringColumn(["A", "a", nil, "b"]).mappingStrings { $0 == "b" ? nil : $0.lowercased() }
        #expect((0..<4).map { column[$0] } == ["a", "a", nil, nil])
        #expect(column.dictionary.strings == ["a"])
    }
}
