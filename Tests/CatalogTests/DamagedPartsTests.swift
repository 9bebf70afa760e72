import Catalog
import DurableFiles
import Foundation
import Pipeline
import Testing

/// Results that are damaged in the cache between the run that made them and the one that keeps them.
@Suite struct DamagedPartsTests {
    /// Nothing but the evaluation model is made from these: no stage reads them where the evaluation is stored.
    @Test(arguments: ["users.csv", "items.csv", "rows.safetensors", "item-popularity.safetensors", "model.safetensors"])
    func theEvaluationModelIsSoundAllTheSame(damaged: String) throws {
        let shop = try SweptShop()
        let evaluated = try shop.run(iterations: 2, in: "work", FileSystem(), until: .evaluate)
        #expect(evaluated.exitCode == .done)
        #expect(try shop.damageStored(damaged, in: "work") > 0)
        let champion = try shop.run(iterations: 2, in: "work", FileSystem())
        #expect(champion.exitCode == .done, "\(champion.error ?? "")")
        let kept = shop.path("work") + "/runs/\(champion.record.id)/evaluation-model"
        let manifest = try #require(FileManager.default.contents(atPath: "\(kept)/manifest.json"))
        let files = try #require(JSON(bytes: [UInt8](manifest))?["files"]?.arrayValue)
        #expect(files.contains { $0["path"]?.stringValue == damaged })
        for file in files {
            let path = "\(kept)/\(file["path"]?.stringValue ?? "")"
            #expect(try FileDigest.sha256(ofFile: path) == file["sha256"]?.stringValue, "\(path)")
        }
        // The night after holds its winner against it.
        let next = try shop.run(iterations: 3, in: "work", FileSystem())
        #expect(next.exitCode == .done, "\(next.error ?? "")")
        #expect(next.record.gate?.champion == champion.record.id)
    }
}
