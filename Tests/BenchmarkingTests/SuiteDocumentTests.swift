import Catalog
import Foundation
import Pipeline
import Testing

/// The suite's pipelines and the candidates its rows name.
struct SuiteDocumentTests {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Benchmarks").path

    @Test(arguments: [
        ("implicit.json", ["als-cg-64", "als-cg-128", "als-cg-256", "als-cholesky-64"]),
        ("ratings.json", ["als-explicit-64", "sgd-64", "sgd-16"]), ("reference-job.json", ["als-64"]),
    ])
    func documentResolvesWithItsCandidates(name: String, candidates: [String]) throws {
        let reader = DocumentReader(catalog: Catalog.components, stages: Catalog.stages, environment: [:])
        let resolved = try reader.resolve(
            pipeline: "\(Self.folder)/\(name)", config: "\(Self.folder)/reference-site.json")
        #expect(resolved.pipeline.train?.candidates.map(\.id) == candidates)
    }
}
