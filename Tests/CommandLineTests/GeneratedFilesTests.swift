import Foundation
import Testing

/// Files that are generated from the component types are up to date.
@Suite struct GeneratedFilesTests {
    @Test(arguments: [
        (["schema", "pipeline"], "Configs/schema/pipeline.schema.json"),
        (["schema", "config"], "Configs/schema/config.schema.json"),
        (["schema", "nightly"], "Configs/schema/nightly.schema.json"),
        (["components", "--markdown"], "Documentation/Components.md"),
    ])
    func generatedFileIsCurrent(arguments: [String], path: String) throws {
        let generated = try Mercer.run(arguments).output
        let stored = try String(contentsOf: Mercer.root.appendingPathComponent(path), encoding: .utf8)
        #expect(generated == stored, "\(path) is stale: run `make schema` and commit the result")
    }

    @Test(arguments: ["Pipelines", "Configs", "Benchmarks", "Benchmarks/accuracy"])
    func everyShippedDocumentIsValid(folder: String) throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: Mercer.root.appendingPathComponent(folder).path)
        let files = names.filter { $0.hasSuffix(".json") }.map { "\(folder)/\($0)" }
        let ending = try Mercer.run(["validate"] + files)
        #expect(ending.code == 0, "\(ending.output)")
    }
}
