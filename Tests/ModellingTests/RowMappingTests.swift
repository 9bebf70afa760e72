import Modelling
import Tables
import Testing

struct RowMappingTests {
    private func mapping(_ earlier: [String], _ today: [String]) -> RowMapping {
        RowMapping(
            from: StringDictionary.encoding(earlier).dictionary, to: StringDictionary.encoding(today).dictionary)
    }

    @Test func goesByIdWhateverTheRows() {
        // Rows are in byte order: a, b, d, f then; b, c, d, e, g today.
        let mapping = mapping(["d", "a", "f", "b"], ["g", "b", "e", "d", "c"])
        #expect(mapping.earlierRows == [1, -1, 2, -1, -1])
        #expect(mapping.newRows == [1, 3, 4])
    }

    @Test func prefixesAreOtherIds() {
        #expect(mapping(["a", "aaa"], ["", "a", "aa", "aaa"]).earlierRows == [-1, 0, -1, 1])
    }

    @Test func emptySidesMapNothing() {
        #expect(mapping([], ["a", "b"]).earlierRows == [-1, -1])
        #expect(mapping(["a", "b"], []).earlierRows.isEmpty)
    }
}
