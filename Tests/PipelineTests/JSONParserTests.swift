import Pipeline
import Testing

struct JSONParserTests {
    private func problems(_ bytes: [UInt8]) -> [Problem] {
        let diagnostics = Diagnostics()
        let node = JSONParser.parse(bytes, path: "f", diagnostics: diagnostics)
        #expect((node == nil) == diagnostics.problems.contains { !$0.message.hasPrefix("duplicate") })
        return diagnostics.problems
    }

    private func problems(_ text: String) -> [Problem] { problems(Array(text.utf8)) }

    @Test(arguments: [
        "0", "-0", "1", "-1.5", "1e3", "1E+3", "1e-3", "0.1e1", "1e400", "123456789012345678901234567890",
        "\"\"", "\"a\"", #""\"\\\/\b\f\n\r\t""#, #""\u0000\u00e9""#, #""\uD83D\uDE00""#, "\"\u{7F}\u{FFFF}\"",
        "true", "false", "null", "[]", "[ ]", "{}", "{ }", " [1 , 2 ] ", "\t\r\n{\"a\" : [ { } ] }\n", "{\"\":0}",
        "{\"a\":1,\"A\":2}",
    ])
    func accepts(_ text: String) {
        #expect(problems(text) == [])
    }

    @Test(arguments: [
        "", " ", "\u{0}", "[", "]", "{", "}", "[1", "[1,", "[1,]", "[,1]", "[1,,2]", "[1 2]", "{\"a\":1,}", "{\"a\"}",
        "{\"a\":}", "{a:1}", "{'a':1}", "{1:1}", "{\"a\" 1}", "{\"a\":1 \"b\":2}", "[1:2]", "[}", "{]",
        "01", "-01", "-", "+1", ".5", "1.", "1.e1", "1e", "1e+", "0x1", "1_000", "--1", "1,5", "NaN", "-NaN",
        "Infinity",
        "-Infinity", "True", "nul", "nulll", "truefalse", "\"", "\"a", "\"\\\"", "\"\\x\"", "\"\\u12\"", "\"\\u12G4\"",
        "\"\\u+123\"", "\"a\nb\"", "\"a\tb\"", "\"\u{0}\"", "'a'", "// c\n1", "/* c */1", "1 // c", "#1", "1 1", "{}{}",
        #""\uD800""#, #""\uDC00""#, #""\uD800\u0041""#, #""\uDC00\uD800""#, #""\uD800x""#, "\u{A0}1", "\u{FEFF}1",
        "[1]\u{2060}",
    ])
    func refuses(_ text: String) {
        #expect(problems(text).count == 1)
    }

    @Test(
        arguments: [
            [0x22, 0xFF, 0x22], [0x22, 0xC0, 0xAF, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22], [0x22, 0xE2, 0x82, 0x22],
            [0x22, 0xF4, 0x90, 0x80, 0x80, 0x22], [0xFF, 0xFE, 0x31, 0x00], [0x31, 0x00], [0xEF, 0xBB, 0xBF, 0x31],
            [0x80],
        ] as [[UInt8]])
    func refusesWhatIsNoUTF8(_ bytes: [UInt8]) {
        #expect(problems(bytes).count == 1)
    }

    @Test(arguments: [
        ("[1,\n  2,]", 2, 4, "a comma stands before \"]\""),
        ("{\n  \"a\": tru\n}", 2, 8, "expected a value, found \"tru\""),
        ("{\"é😀\": 'x'}", 1, 8, "expected a value, found \"'\""),
        ("\r\n\r\n  [01]", 3, 5, "a number starts with 0"),
        ("{\"a\":1", 1, 7, "expected \",\" or \"}\", found the end of the file"),
        ("[\"a\n\"]", 1, 4, "a line ends inside a string"),
        ("{\"a\": NaN}", 1, 7, "expected a value, found \"NaN\""),
        ("{} x", 1, 4, "expected the end of the file, found \"x\""),
        ("[1, // one\n2]", 1, 5, "expected a value, found \"/\""),
        ("{\"a\" = 1}", 1, 6, "expected \":\" after the name \"a\", found \"=\""),
        ("[\"\\q\"]", 1, 4, "\"q\" after a backslash is no escape"),
    ])
    func saysWhereAndWhat(_ text: String, line: Int, column: Int, message: String) throws {
        let problem = try #require(problems(text).first)
        #expect(problem.origin == .file(path: "f", line: line, column: column))
        #expect(problem.message == message)
    }

    @Test func findsTheFirstInvalidByte() throws {
        let problem = try #require(problems(Array("{\n \"é".utf8) + [0xFF, 0x22]).first)
        #expect(problem.origin == .file(path: "f", line: 2, column: 4))
        #expect(problem.message == "the byte 0xFF is not valid UTF-8")
    }

    @Test func valuesKnowTheirPlace() throws {
        let text = "{\n  \"é\": [1, {\"b\": null}],\n  \"s\": \"\\u00e9\\uD83D\\uDE00\"}"
        let node = try #require(JSONParser.parse(Array(text.utf8), path: "f", diagnostics: Diagnostics()))
        #expect(node.origin == .file(path: "f", line: 1, column: 1))
        #expect(node.members?.first?.nameOrigin == .file(path: "f", line: 2, column: 3))
        #expect(node["é"]?.elements?[0].origin == .file(path: "f", line: 2, column: 9))
        #expect(node["é"]?.elements?[1]["b"]?.origin == .file(path: "f", line: 2, column: 18))
        #expect(node["s"]?.string == "é😀")
    }

    @Test func everyDuplicateIsReportedWithBothPlaces() {
        let found = problems("{\"a\": 1,\n \"b\": {\"c\": 1, \"\\u0063\": 2}, \"a\": 2,\n\"a\": 3}")
        #expect(
            found.map(\.description) == [
                "f:2:16: duplicate key \"c\"; it is first stated at f:2:8",
                "f:2:30: duplicate key \"a\"; it is first stated at f:1:2",
                "f:3:1: duplicate key \"a\"; it is first stated at f:1:2",
            ])
    }

    /// Names are compared as they are encoded: a composed letter isn't its decomposed twin.
    @Test func namesThatOnlyLookAlikeDiffer() {
        #expect(problems("{\"\u{E9}\": 1, \"e\u{301}\": 2}") == [])
    }

    @Test func depthIsBounded() throws {
        let limit = JSONParser.maximumDepth
        func nested(_ depth: Int) -> String {
            String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        }
        #expect(problems(nested(limit)) == [])
        let problem = try #require(problems(nested(limit + 1)).first)
        #expect(problem.origin == .file(path: "f", line: 1, column: limit + 1))
        #expect(problems(String(repeating: "[", count: 100_000)).count == 1)
        #expect(problems(String(repeating: "{\"a\":", count: 100_000)).count == 1)
    }

    @Test func numbersKeepTheirSpelling() {
        let node = JSONParser.parse("1e400", origin: .flag("x"))
        guard case .number(let text)? = node?.value else { return #expect(Bool(false), "no number") }
        #expect(text == "1e400")
    }

    @Test func whatIsWrittenReadsBack() throws {
        let value: JSON = ["a": [1, -2.5, true, nil, "\u{0}\n\"\\é😀\u{7F}"], "": [:]]
        for indented in [false, true] {
            #expect(try JSON(parsing: Array(value.text(indented: indented).utf8), path: "f") == value)
        }
    }

    /// Broken documents end in one problem or a value, whatever is broken.
    @Test func damageNeverTraps() {
        let text = Array("{\"a\": [1, -2.5e3, \"\\uD83D\\uDE00é\", true, null], \"b\": {\"c\": []}}".utf8)
        let alphabet = Array("{}[]\",:\\u0eE+-.tn \n".utf8) + [0x00, 0x80, 0xC3, 0xED, 0xF0, 0xFF]
        var state: UInt64 = 20_111_209
        func random(below bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        for end in text.indices { #expect(problems(Array(text[..<end])).count == 1) }
        for _ in 0..<20_000 {
            var bytes = text
            for _ in 0...random(below: 4) {
                switch random(below: 3) {
                case 0: bytes[random(below: bytes.count)] = alphabet[random(below: alphabet.count)]
                case 1: bytes.remove(at: random(below: bytes.count))
                default: bytes.insert(alphabet[random(below: alphabet.count)], at: random(below: bytes.count))
                }
            }
            _ = problems(bytes)
        }
    }
}
