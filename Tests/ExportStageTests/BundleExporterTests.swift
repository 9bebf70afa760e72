import ExportStage
import Foundation
import Modelling
import Pipeline
import Tables
import TestSupport
import Testing

struct BundleExporterTests {
    private func exported(_ shop: StatedShop, excludeSeen: Bool = true) throws -> TemporaryDirectory {
        let directory = try TemporaryDirectory()
        try shop.export(BundleExporter.read("{}"), to: directory.path, excludeSeen: excludeSeen)
        return directory
    }

    @Test("model.safetensors holds the tensors where its header says, byte by byte")
    func tensorBytes() throws {
        let directory = try exported(.hostileIDs)
        let file = try ParsedSafetensors(directory.bytes("model.safetensors"))
        #expect(file.dataStart % 8 == 0)
        let shapes: [String: [Int]] = [
            "user_factors": [2, 2], "item_factors": [3, 2], "item_popularity": [3], "seen_offsets": [3],
            "seen_items": [1],
        ]
        #expect(file.shapes == shapes)
        #expect(try file.floats("user_factors") == [1, -1, 1, 3])
        #expect(try file.floats("item_factors") == [0, 0, 0, 1, 2, 0])
        #expect(try file.floats("item_popularity") == [2, 0, 0])
        #expect(try file.integers("seen_offsets", Int64.self, type: "I64") == [0, 1, 1])
        #expect(try file.integers("seen_items", Int32.self, type: "I32") == [0])
        #expect(file.isContiguous, "tensors follow each other without holes to the file's end")
        for (name, entry) in file.entries {
            let size = entry.type == "I64" ? 8 : 4
            #expect((file.dataStart + entry.start) % size == 0, "\(name) is aligned")
        }
    }

    @Test("a model of item biases alone stores no factors")
    func popularityTensors() throws {
        let file = try ParsedSafetensors(exported(.random(.itemBias, users: 5, items: 7)).bytes("model.safetensors"))
        #expect(Set(file.shapes.keys) == ["item_bias", "item_popularity", "seen_offsets", "seen_items"])
        #expect(file.shapes["item_bias"] == [7])
    }

    @Test("ids that need quotes are quoted as RFC 4180 says")
    func ids() throws {
        let directory = try exported(.hostileIDs)
        #expect(try directory.text("users.csv") == "row,id\n0,\"comma, quote \"\" and\nline\"\n1,Ünïcode\n")
        #expect(try directory.text("items.csv") == "row,id\n0,\\back\tslash\n1,\"back\rreturn\"\n2,plain\n")
    }

    @Test("golden answers leave out what was seen, unless told otherwise")
    func goldenOfTinyModel() throws {
        let excluding = try exported(.hostileIDs).text("golden.json")
        let golden = try #require(try JSONSerialization.jsonObject(with: Data(excluding.utf8)) as? [String: Any])
        #expect(golden["schema"] as? Int == 1 && golden["exclude_seen"] as? Bool == true)
        let users = try #require(golden["users"] as? [[String: Any]])
        #expect(users.map { $0["user"] as? String } == ["comma, quote \" and\nline", "Ünïcode"])
        #expect(users[0]["items"] as? [String] == ["plain", "back\rreturn"])
        #expect(users[0]["scores"] as? [Double] == [2, -1])
        #expect(users[1]["items"] as? [String] == ["back\rreturn", "plain", "\\back\tslash"])

        let including = try exported(.hostileIDs, excludeSeen: false).text("golden.json")
        let all = try #require(try JSONSerialization.jsonObject(with: Data(including.utf8)) as? [String: Any])
        #expect(all["exclude_seen"] as? Bool == false)
        #expect(
            (all["users"] as? [[String: Any]])?[0]["items"] as? [String] == ["plain", "\\back\tslash", "back\rreturn"])
    }

    @Test(
        "golden answers are what the tensors give, for users spread over all rows", arguments: StatedShop.Parts.allCases
    )
    func goldenFromTensors(_ parts: StatedShop.Parts) throws {
        let shop = StatedShop.random(parts, users: 150, items: 1100)
        let directory = try exported(shop)
        let golden = try #require(
            try JSONSerialization.jsonObject(with: Data(directory.bytes("golden.json"))) as? [String: Any])
        let answers = try #require(golden["users"] as? [[String: Any]])
        // 25 users, 150 / 25 = 6 rows apart.
        #expect(answers.compactMap { $0["user"] as? String } == (0..<25).map { shop.dataset.training.users[$0 * 6] })
        for (position, answer) in answers.enumerated() {
            let expected = SlowRanking(of: position * 6, in: shop).prefix(10)
            #expect(answer["items"] as? [String] == expected.map(\.item))
            #expect(answer["scores"] as? [Double] == expected.map { Double($0.score) })
        }
    }

    @Test("seen is what was trained and validated on, not what is held out for the test")
    func seenParts() throws {
        let shop = StatedShop.hostileIDs
        func heldOut(_ offsets: [Int], _ items: [Int32]) -> HeldOutInteractions {
            HeldOutInteractions(
                offsets: offsets, items: items, values: items.map { _ in 1 }, labels: items.map { _ in -1 },
                labelNames: [],
                rowsWithUnknownUser: 0, rowsWithUnknownItem: 0)
        }
        let dataset = InteractionDataset(
            training: shop.dataset.training, validation: heldOut([0, 3, 4], [2, 0, 2, 1]),
            test: heldOut([0, 1, 2], [1, 0]),
            userTable: nil, itemTable: nil)
        let directory = try exported(StatedShop(model: shop.model, dataset: dataset))
        let file = try ParsedSafetensors(directory.bytes("model.safetensors"))
        #expect(try file.integers("seen_offsets", Int64.self, type: "I64") == [0, 2, 3])
        #expect(try file.integers("seen_items", Int32.self, type: "I32") == [0, 2, 1])
    }

    @Test("the same bytes at any thread count, and again")
    func threads() throws {
        let shop = StatedShop.random(.factorsAndBiases, users: 300, items: 1500)
        let exporters: [any Exporter] = [
            try BundleExporter.read("{}"), try RecommendationsExporter.read(#"{"k": 7}"#),
            try RecommendationsExporter.read(#"{"as": "jsonl"}"#),
        ]
        for exporter in exporters {
            let digests = try [1, 2, 3, 1].map { threads in
                let directory = try TemporaryDirectory()
                return try shop.export(exporter, to: directory.path, threads: threads).map(\.sha256)
            }
            #expect(Set(digests).count == 1, "\(type(of: exporter))")
        }
    }

    @Test("one user and one item, all of it seen, make a bundle without answers")
    func nothingLeft() throws {
        let model = FactorModel(userCount: 1, itemCount: 1, itemBias: [1])
        let shop = StatedShop(model: model, dataset: InteractionDataset(training: InteractionMatrix(.implicit, [[1]])))
        let golden = try exported(shop).text("golden.json")
        #expect(golden.contains("\"items\": []"))
    }
}
