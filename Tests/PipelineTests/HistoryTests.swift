import Foundation
import Pipeline
import Testing

struct HistoryTests {
    @Test(arguments: [
        ("a,b", ["a", "b"]), ("a", ["a"]), (#""a,b",c"#, ["a,b", "c"]), (#""say ""hi""",x"#, [#"say "hi""#, "x"]),
        ("a:2,b", ["a:2", "b"]), ("Ünï,🛒", ["Ünï", "🛒"]), (" a ,b", [" a ", "b"]), ("a,,b", ["a", "", "b"]),
        ("\"\",a\"b", ["", "a\"b"]), ("a\r\nb\r", ["a", "b"]), ("\"\"\"\"", ["\""]),
    ])
    func readsLists(_ list: String, _ items: [String]) throws {
        #expect(try History(list: list).entries.map(\.item) == items)
        #expect(try History(list: list).entries.allSatisfy { $0.value == nil })
    }

    @Test func refusesAnOpenQuote() {
        #expect(throws: HistoryError.malformedList(#"a,"b"#, found: "a quote that is not closed")) {
            try History(list: #"a,"b"#)
        }
    }

    @Test func readsFiles() throws {
        let history = try file("weight,item\r\n2.5,a\r\n,\"b\nc\"\r\n\r\n1e2,d\r\n") { try History(file: $0) }
        #expect(
            history.entries == [
                .init(item: "a", value: 2.5), .init(item: "b\nc"), .init(item: "d", value: 100),
            ])
        #expect(try file("item\nx") { try History(file: $0) }.entries == [.init(item: "x")])
    }

    @Test(arguments: [
        ("item,weight\na,1\nb,heavy\n", ":3", "heavy"), ("item,weight\na\n", ":2", "1 fields"),
        ("id,weight\na,1\n", ":1", "id,weight"), ("", ":1", "no table"), ("item,weight\na,inf\n", ":2", "inf"),
        ("item\n\"a\"b\n", ":2", "text after a closing quote"), ("item\na\n\"b\n", ":3", "not closed"),
        ("item\n\"a\nb\"\n\nc,d\n", ":5", "2 fields"),
    ])
    func namesTheLine(_ text: String, _ place: String, _ found: String) throws {
        let error = try #require(throws: DataError.self) { try file(text) { try History(file: $0) } }
        #expect(error.place.hasSuffix(place) && error.found.contains(found))
    }

    @Test func aMissingFileIsNoInput() {
        #expect(throws: InputError.self) { try History(file: "/nowhere/history.csv") }
    }

    private func file<Result>(_ text: String, _ body: (String) throws -> Result) throws -> Result {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("history-\(UUID().uuidString).csv")
        try Data(text.utf8).write(to: url)
        defer { try? FileManager.default.removeItem(at: url) }
        return try body(url.path)
    }
}
