import Foundation
import Testing

/// Same inputs, same bits: at any thread count, and again.
@Suite struct DeterminismTests {
    static let files = ["model.safetensors", "users.csv", "items.csv", "recommendations.csv", "golden.json"]

    @Test func bundlesAreTheSameBytesAtAnyThreadCountAndAgain() throws {
        let shop = try TinyShop()
        var bundles: [String: [Data]] = [:]
        for (workspace, threads) in [("one", "1"), ("two", "2"), ("three", "3"), ("again", "2")] {
            let ending = try shop.run(["--threads", threads], workspace: workspace)
            #expect(ending.code == 0, "\(ending.errors)")
            let bundle = ending.json["bundle"]?.stringValue ?? ""
            bundles[workspace] = try Self.files.map { try Data(contentsOf: URL(fileURLWithPath: "\(bundle)/\($0)")) }
        }
        for workspace in ["two", "three", "again"] {
            for (index, file) in Self.files.enumerated() {
                #expect(bundles[workspace]![index] == bundles["one"]![index], "\(file) of \(workspace)")
            }
        }
    }

    @Test func anotherSeedGivesAnotherModel() throws {
        let shop = try TinyShop()
        let models = try ["5", "6"].map { seed in
            let ending = try shop.run(["--seed", seed, "--threads", "2"], workspace: "seed-\(seed)")
            let bundle = ending.json["bundle"]?.stringValue ?? ""
            return try Data(contentsOf: URL(fileURLWithPath: "\(bundle)/model.safetensors"))
        }
        #expect(models[0] != models[1])
    }
}
