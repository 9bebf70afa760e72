import ExportStage
import Foundation
import LinearAlgebra
import Pipeline
import TestSupport
import Testing

struct BundleVerificationTests {
    private func verify(
        _ shop: StatedShop = .random(.factors, users: 40, items: 60), relisting: Bool = false,
        _ change: (TemporaryDirectory) throws -> Void
    ) throws -> [BundleProblem] {
        let directory = try TemporaryDirectory()
        try shop.export(BundleExporter.read("{}"), to: directory.path)
        try StatedShop.writeManifest(in: directory.path)
        try change(directory)
        if relisting { try StatedShop.writeManifest(in: directory.path) }
        return try BundleVerification(directory.path, catalog: StatedShop.catalog, pool: .serial).problems
    }

    @Test("a sound bundle holds, and all of its answers are recomputed", arguments: StatedShop.Parts.allCases)
    func sound(_ parts: StatedShop.Parts) throws {
        let directory = try TemporaryDirectory()
        try StatedShop.random(parts, users: 40, items: 60).export(BundleExporter.read("{}"), to: directory.path)
        try StatedShop.writeManifest(in: directory.path)
        let verification = try BundleVerification(
            directory.path, catalog: StatedShop.catalog, pool: WorkerPool(threadCount: 2))
        #expect(verification.problems == [])
        #expect(verification.fileCount == 5 && verification.answerCount == 25)
    }

    @Test("one flipped bit of any file is found")
    func flippedBit() throws {
        for name in ["model.safetensors", "users.csv", "items.csv", "golden.json"] {
            let problems = try verify { directory in
                var bytes = try directory.bytes(name)
                bytes[bytes.count / 2] ^= 1
                try directory.write(bytes, to: name)
            }
            #expect(problems.count == 1 && problems[0].file == name)
            guard case .digest = problems.first?.kind else { Issue.record("\(problems)"); continue }
        }
    }

    @Test("a manifest that lists only a part of a recommender, or lies elsewhere, does not hold")
    func partialOrLinkedManifest() throws {
        let partial = try verify(relisting: true) { directory in
            for name in ["model.safetensors", "items.csv"] {
                try FileManager.default.removeItem(atPath: directory.file(name))
            }
        }
        #expect(partial == ["model.safetensors", "items.csv"].map { BundleProblem($0, .missing) })
        let elsewhere = try TemporaryDirectory()
        let linked = try verify { directory in
            try FileManager.default.moveItem(
                atPath: directory.file("manifest.json"), toPath: elsewhere.file("manifest.json"))
            try FileManager.default.createSymbolicLink(
                atPath: directory.file("manifest.json"), withDestinationPath: elsewhere.file("manifest.json"))
        }
        #expect(linked == [BundleProblem("manifest.json", .notAFile)])
    }

    @Test("missing, cut, unlisted and foreign files are found, all of them at once")
    func files() throws {
        let problems = try verify { directory in
            try FileManager.default.removeItem(atPath: directory.file("users.csv"))
            let bytes = try directory.bytes("model.safetensors")
            try directory.write(Array(bytes.dropLast(5)), to: "model.safetensors")
            try FileManager.default.createDirectory(atPath: directory.file("more"), withIntermediateDirectories: false)
            try directory.write("?", to: "more/notes.txt")
            let golden = try directory.text("golden.json")
            try FileManager.default.removeItem(atPath: directory.file("golden.json"))
            try directory.write(golden, to: "more/golden.json")
            try FileManager.default.createSymbolicLink(
                atPath: directory.file("golden.json"), withDestinationPath: "more/golden.json")
        }
        let size = try #require(problems.first { $0.file == "model.safetensors" })
        guard case .size(let found, let expected) = size.kind else { Issue.record("\(size)"); return }
        #expect(expected - found == 5)
        #expect(
            Set(problems.filter { $0 != size }) == [
                BundleProblem("users.csv", .missing), BundleProblem("golden.json", .notAFile),
                BundleProblem("more/golden.json", .unlisted), BundleProblem("more/notes.txt", .unlisted),
            ])
    }

    @Test(
        "a path of the manifest never leads out of the bundle",
        arguments: ["../secret", "/etc/passwd", "a//b", "./users.csv"])
    func escapingPath(_ path: String) throws {
        let problems = try verify {
            try $0.replace("\"users.csv\"", with: JSON.string(path).text(), in: "manifest.json")
        }
        #expect(problems.contains(BundleProblem(path, .notAFile)))
    }

    @Test("a bundle without its manifest, or of another schema, does not hold")
    func manifest() throws {
        #expect(
            try verify { try FileManager.default.removeItem(atPath: $0.file("manifest.json")) } == [
                BundleProblem("manifest.json", .missing)
            ])
        let schema = try verify { try $0.replace("\"schema\": 1", with: "\"schema\": 9", in: "manifest.json") }
        #expect(schema == [BundleProblem("manifest.json", .schema(found: "9", expected: 1))])
        let golden = try verify(relisting: true) {
            try $0.replace("\"schema\": 1", with: "\"schema\": 9", in: "golden.json")
        }
        #expect(golden == [BundleProblem("golden.json", .schema(found: "9", expected: 1))])
        let unlisted = try verify { try $0.replace("\"items.csv\"", with: "\"users.csv\"", in: "manifest.json") }
        #expect(unlisted.contains(BundleProblem("items.csv", .unlisted)))
        #expect(throws: InputError.self) {
            try BundleVerification("/nowhere/at/all", catalog: StatedShop.catalog, pool: .serial)
        }
    }

    @Test("tensors that are cut off or do not fit are found although digests agree")
    func tensors() throws {
        let cut = try verify(relisting: true) { directory in
            try directory.write(Array(directory.bytes("model.safetensors").dropLast(4)), to: "model.safetensors")
        }
        #expect(cut.count == 1 && cut[0].file == "model.safetensors")
        let fewer = try verify(relisting: true) { directory in
            let lines = try directory.text("items.csv").split(separator: "\n").dropLast()
            try directory.write(lines.joined(separator: "\n") + "\n", to: "items.csv")
        }
        #expect(fewer.count == 1 && fewer[0].description.contains("item_popularity"))
    }

    @Test("an answer the tensors do not give is found")
    func wrongAnswers() throws {
        // Scores of the first user: 0 −1 2, the first seen; of the second: 0 3 2.
        func golden(_ first: String, _ second: String) throws -> [BundleProblem] {
            try verify(.hostileIDs, relisting: true) { directory in
                try directory.write(
                    """
                    {"schema": 1, "exclude_seen": true, "users": [
                      {"user": "comma, quote \\" and\\nline", \(first)}, {"user": "Ünïcode", \(second)}]}
                    """, to: "golden.json")
            }
        }
        let right = #""items": ["plain", "back\rreturn"], "scores": [2, -1]"#
        let full = #""items": ["back\rreturn", "plain", "\\back\tslash"], "scores": [3, 2, 0]"#
        #expect(try golden(right, full) == [])
        #expect(try golden(right, #""items": ["back\rreturn"], "scores": [3.00009]"#) == [])
        #expect(try golden(right, #""items": ["back\rreturn"], "scores": [3.001]"#).count == 1)
        // The right score of an item that is not the best.
        #expect(
            try golden(right, #""items": ["plain"], "scores": [2]"#).first?.description.contains("at place 1") == true)
        #expect(
            try golden(#""items": ["\\back\tslash"], "scores": [0]"#, full).first?.description.contains("has seen")
                == true)
        #expect(
            try golden(right, #""items": ["other"], "scores": [3]"#).first?.description.contains("items.csv") == true)
        #expect(try golden(right, #""items": ["plain", "plain"], "scores": [2, 2]"#).count == 1)
        #expect(
            try golden(right, #""items": ["plain", "back\rreturn", "\\back\tslash"], "scores": [2, 3, 0]"#).count == 1)
    }

    @Test("items whose scores lie within the tolerance may be swapped")
    func swaps() throws {
        let problems = try verify(.random(.itemBias, users: 3, items: 4), relisting: true) { directory in
            let text = try directory.text("golden.json")
            let golden = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
            var users = try #require(golden["users"] as? [[String: Any]])
            for position in users.indices {
                // Ties stand in row order; any other order of them is as good.
                let items = try #require(users[position]["items"] as? [String])
                let scores = try #require(users[position]["scores"] as? [Double])
                let order = items.indices.sorted { (-scores[$0], items[$1]) < (-scores[$1], items[$0]) }
                users[position]["items"] = order.map { items[$0] }
            }
            let changed: [String: Any] = ["schema": 1, "exclude_seen": true, "users": users]
            try directory.write([UInt8](JSONSerialization.data(withJSONObject: changed)), to: "golden.json")
        }
        #expect(problems == [])
    }

    @Test("an export without a model is verified by its files alone")
    func tablesOnly() throws {
        let directory = try TemporaryDirectory()
        try directory.write("a\n1\n", to: "table.csv")
        try StatedShop.writeManifest(in: directory.path)
        let verification = try BundleVerification(directory.path, catalog: StatedShop.catalog, pool: .serial)
        #expect(verification.problems == [] && verification.fileCount == 1 && verification.answerCount == 0)
        let error = #expect(throws: InputError.self) { try ModelBundle(directory.path, catalog: StatedShop.catalog) }
        #expect(error?.description.contains("not a recommender") == true)
    }
}
