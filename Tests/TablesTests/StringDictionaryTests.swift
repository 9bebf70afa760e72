import Tables
import Testing

@Suite struct StringDictionaryTests {
    /// By UTF-8 bytes capitals come before small letters, and "é" (C3 A9) after "z" (7A).
    @Test func codesAreRanksByBytes() {
        let (dictionary, codes) = StringDictionary.encoding(["z", "é", "a", "Z", "a", ""])
        #expect(dictionary.strings == ["", "Z", "a", "z", "é"])
        #expect(codes == [3, 4, 2, 1, 2, 0])
    }

    @Test func everyStringIsFoundAndNoOther() {
        let (dictionary, _) = StringDictionary.encoding(["b", "d", "bb"])
        #expect(dictionary.strings.map { dictionary.code(of: $0) } == [0, 1, 2])
        for absent in ["", "a", "bc", "c", "e"] { #expect(dictionary.code(of: absent) == nil) }
        #expect(StringDictionary.empty.code(of: "a") == nil)
    }

    @Test func keepingRenumbersInOrder() {
        let (dictionary, _) = StringDictionary.encoding(["a", "b", "c"])
        #expect(dictionary.keeping([true, false, true]).strings == ["a", "c"])
    }
}
