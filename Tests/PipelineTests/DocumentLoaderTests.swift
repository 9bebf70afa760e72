import Foundation
import Pipeline
import Testing

struct DocumentLoaderTests {
    private func description(_ text: String, _ environment: [String: String]) throws -> String {
        let pipeline = Documents.pipeline.replacingOccurrences(of: "\"seed\": 7", with: "\"description\": \"\(text)\"")
        return try Site().resolve(pipeline, environment: environment).pipeline.description
    }

    @Test(arguments: [
        ("${env:A}", "one"), ("<${env:A}/${env:B}>", "<one/${env:A}>"), ("${env:C:-x:-y}", "x:-y"),
        ("${env:EMPTY:-d}", "d"), ("[${env:EMPTY}]", "[]"), ("${env:C:-}", ""), ("${env:A:-d}", "one"),
        ("$${env:A}", "${env:A}"), ("$$${env:A}", "$${env:A}"), ("$5 {x}", "$5 {x}"), ("a$${b${env:A}", "a${bone"),
    ])
    func environmentVariablesAreFilledIn(_ text: String, expected: String) throws {
        #expect(try description(text, ["A": "one", "B": "${env:A}", "EMPTY": ""]) == expected)
    }

    @Test func secretsStayOutOfRecords() throws {
        let site = try Site()
        try site.write("key.txt", "from file\n")
        func source(_ secret: String) throws -> FileSource {
            let config = Documents.config.replacingOccurrences(
                of: "\"path\": \"data/events.csv\"", with: "\"path\": \"e\", \"password\": \(secret)")
            let resolved = try site.resolve(Documents.pipeline, config)
            let dataset = resolved.config.datasets[0]
            #expect(resolved.config.json["datasets"]?["events"]?["password"] == "(secret)")
            #expect(dataset.source.identity == ["delimiter": ","])
            return try #require(dataset.source.component as? FileSource)
        }
        let named = try #require(source("{\"secret_env\": \"SHOP_KEY\"}").password)
        #expect(try named.read(environment: ["SHOP_KEY": "hunter2"]) == "hunter2")
        #expect(throws: InputError.self) { try named.read(environment: [:]) }
        #expect("\(named)" == "(secret)")
        #expect(try source("{\"secret_file\": \"key.txt\"}").password?.read(environment: [:]) == "from file")
        let missing = try #require(source("{\"secret_file\": \"nope.txt\"}").password)
        #expect(throws: InputError.self) { try missing.read(environment: [:]) }
    }

    @Test func filesThatCannotBeReadAreInputErrors() throws {
        let site = try Site()
        let pipeline = try site.write("pipeline.json", Documents.pipeline)
        #expect(mkfifo(site.path("fifo"), 0o600) == 0)
        for path in [site.path("missing.json"), site.directory.path, site.path("fifo")] {
            #expect(throws: InputError.self) { try site.reader().resolve(pipeline: pipeline, config: path) }
            #expect(throws: InputError.self) { try site.reader().validate(path) }
        }
    }

    @Test func aFileFarTooLargeIsNotParsed() throws {
        let site = try Site()
        let path = try site.write("large.json", String(repeating: " ", count: DocumentLoader.maximumByteCount + 1))
        #expect(try site.reader().validate(path).problems.map(\.message) == ["the file is larger than 16 MiB"])
    }

    @Test func filesTellWhatTheyAre() throws {
        let site = try Site()
        func kind(_ text: String) throws -> DocumentValidation.Kind? {
            try site.reader().validate(site.write("file.json", text)).kind
        }
        #expect(try kind(Documents.pipeline) == .pipeline)
        #expect(try kind(Documents.config) == .config)
        #expect(try kind("{\"name\": \"a\", \"workspace\": \"b\"}") == .config)
        #expect(try kind("{\"name\": \"a\", \"seed\": 1}") == .pipeline)
        #expect(try kind("{\"name\": \"a\"}") == nil)
        #expect(try kind("[]") == nil)
        #expect(try kind("not JSON") == nil)
        #expect(try site.reader().validate(site.write("pipeline.json", Documents.pipeline)).problems == [])
        #expect(try site.reader().validate(site.write("list.json", "[]")).problems.count == 1)
    }
}
