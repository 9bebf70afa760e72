import ExportStage
import Pipeline
import Tables
import TestSupport
import Testing

struct ExportStageCheckTests {
    private static let catalog = ComponentCatalog(
        exporters: [.init(BundleExporter.self), .init(RecommendationsExporter.self), .init(TableExporter.self)])
    private static let items = TableSchema([.init(name: "item", type: .string), .init(name: "stock", type: .int64)])

    /// What is wrong with an export stage, given a chain with a model and an items side table unless told otherwise.
    private func problems(
        _ json: String, kind: String? = "interactions", hasModel: Bool = true, itemSchema: TableSchema? = items
    ) throws -> [String] {
        let diagnostics = Diagnostics()
        let node = try #require(JSONParser.parse(Array(json.utf8), path: "p.json", diagnostics: diagnostics))
        let reader = SettingsReader(node, address: "export", catalog: Self.catalog, diagnostics: diagnostics)
        let stage = ExportStage(from: reader)
        reader.finish()
        diagnostics.beginChecking()
        stage.check(
            ExportCheck(
                datasetKind: kind, hasModel: hasModel, schemas: ["items": Self.items, "bad name": Self.items],
                itemSchema: itemSchema))
        return diagnostics.problems.map(\.description)
    }

    @Test("a sound stage has no problems; `refit` is off unless asked for")
    func sound() throws {
        let json = """
            { "formats": [
                { "format": "bundle" }, { "format": "recommendations", "as": "csv", "k": 20, "eligible": "stock > 0" },
                { "format": "recommendations", "as": "jsonl" }, { "format": "table", "table": "items", "columns": ["item"] } ] }
            """
        #expect(try problems(json) == [])
        let stage = try SettingsReader.read(json, catalog: Self.catalog, ExportStage.init(from:))
        #expect(!stage.refit && stage.formats.map(\.name) == ["bundle", "recommendations", "recommendations", "table"])
        #expect(stage.formats.map { $0.component.needsTables } == [false, false, false, true])
    }

    @Test("each mistake is told with its place")
    func mistakes() throws {
        func only(_ formats: String, _ expected: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
            let found = try problems("{\"formats\": [\(formats)]}")
            #expect(found.count == 1 && found[0].contains(expected), "\(found)", sourceLocation: sourceLocation)
        }
        try only(#"{"format": "bundel"}"#, #"export.formats.0.format: unknown format "bundel"; did you mean "bundle""#)
        try only(#"{"format": "recommendations", "k": 0}"#, "export.formats.0.k: expected from 1 to 1000, found 0")
        try only(#"{"format": "recommendations", "k": 1001}"#, "expected from 1 to 1000, found 1001")
        try only(#"{"format": "recommendations", "as": "xml"}"#, #"export.formats.0.as: unknown value "xml""#)
        try only(#"{"format": "recommendations", "eligible": "stok > 0"}"#, "no column is called `stok`")
        try only(#"{"format": "recommendations", "eligible": "stock"}"#, "export.formats.0.eligible")
        try only(#"{"format": "table"}"#, #"the key "table" is missing"#)
        try only(#"{"format": "table", "table": "itens"}"#, #"unknown table "itens"; did you mean "items""#)
        try only(#"{"format": "table", "table": "bad name"}"#, "can't be the name of a file")
        try only(#"{"format": "table", "table": "items", "columns": []}"#, "the list is empty")
        try only(#"{"format": "table", "table": "items", "columns": ["item", "item"]}"#, "listed twice")
        try only(#"{"format": "table", "table": "items", "columns": ["stokc"]}"#, #"unknown column "stokc""#)
        try only(
            #"{"format": "bundle"}, {"format": "bundle"}"#,
            "also writes model.safetensors, users.csv, items.csv, golden.json")
        try only(
            #"{"format": "recommendations"}, {"format": "recommendations", "k": 2}"#,
            "also writes recommendations.csv")
        #expect(try problems(#"{"formats": []}"#).count == 1)
    }

    @Test("a position inside an expression is a position in the file")
    func expressionPosition() throws {
        let found = try problems(
            "{\"formats\": [\n  {\"format\": \"recommendations\", \"eligible\": \"stock > 0 and stok > 0\"}]}")
        // The string starts at column 45 of line 2, quote included; `stok` is its 15th character.
        #expect(found.count == 1 && found[0].hasPrefix("p.json:2:60: "), "\(found)")
    }

    @Test("models and side tables must be there for what needs them")
    func needs() throws {
        let bundle = #"{"formats": [{"format": "bundle"}]}"#
        #expect(try problems(bundle, kind: nil, hasModel: false).count == 1)
        #expect(try problems(bundle, kind: "labelled").first?.contains("features makes \"labelled\"") == true)
        let eligible = #"{"formats": [{"format": "recommendations", "eligible": "stock > 0"}]}"#
        #expect(try problems(eligible, itemSchema: nil).first?.contains("features.dataset.items") == true)
        let table = #"{"formats": [{"format": "table", "table": "items"}]}"#
        #expect(try problems(table, kind: nil, hasModel: false) == [])
        #expect(
            try problems(#"{"refit": true, "formats": [{"format": "table", "table": "items"}]}"#, hasModel: false).count
                == 1)
    }
}
